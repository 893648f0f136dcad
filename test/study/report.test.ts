import { Ajv2020 } from 'ajv/dist/2020.js';
import { expect, test } from 'vitest';
import { type RunReport, reportJsonSchema } from '../../src/study/index.js';

const quality: RunReport['seeds'][string] = {
  count: 2,
  precision: null,
  recall: null,
  coverage: { '0': 0.1, '1': 0.2, '2': 0.3 },
  balance: { cluster: { entropy: 1, kl: 0 }, degree: { entropy: 0.5, kl: 0.4 }, gini: 0.2 },
  seconds: 1,
};
const report: RunReport = {
  task: 'pair',
  engine: 'js',
  seed: 1,
  options: { k: 2 },
  seconds: 2,
  peakMemoryMB: 100,
  seeds: { pivot: quality },
  alignment: {},
};
const check = new Ajv2020().compile(reportJsonSchema());

// When the schema changes on purpose: npx vitest run -u test/study/report.test.ts
test('docs/report.schema.json is the schema in use', async () => {
  const text = `${JSON.stringify(reportJsonSchema(), null, 2)}\n`;
  await expect(text).toMatchFileSnapshot('../../docs/report.schema.json');
});

test('the schema takes a report, and refuses one with a part missing, unknown or out of range', () => {
  expect(check(report)).toBe(true);
  expect(check({ ...report, seeds: { pivot: { ...quality, coverage: { '0': 0.1, '1': 0.2 } } } })).toBe(false);
  expect(check({ ...report, more: 1 })).toBe(false);
  expect(check({ ...report, seeds: { pivot: { ...quality, precision: 1.5 } } })).toBe(false);
  expect(check({ ...report, alignment: { pivot: { hits1: 1 } } })).toBe(false);
});
