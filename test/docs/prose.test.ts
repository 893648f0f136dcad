import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, test } from 'vitest';
import { OptionError, packageRoot } from '../../src/base/index.js';
import { documents, renderDocument } from '../../src/cli/documents.js';
import { openTask } from '../../src/features/index.js';
import { readGroups } from '../../src/study/gain/groups.js';
import {
  evaluate,
  names,
  number,
  numberWords,
  renderProse,
  share,
  studyNames,
} from '../../src/study/gain/prose/index.js';
import { gainGroups, gainRecords, gainTable, madeHere } from '../../src/study/index.js';

const read = (file: string) => readFileSync(join(packageRoot(), file), 'utf8');
const made = new Map(documents.map(({ file, template }) => [file, renderDocument(template)]));

/** Decimals that stand in a template as they are, in their order. */
const typedDecimals: Readonly<Record<string, readonly string[]>> = {
  'README.md': [
    ...['2602.22903', '2602.22903', '20.19', '3.11', '0.5'], // arXiv, versions, a weight
    ...['0.7', '1.1', '4.1', '0.7', '0.5', '1.3', '0.6', '1.2', '1.8', '2.2', '0.50', '1.6'], // How fast
  ],
  'docs/reliability.md': [],
  'docs/gain.md': [
    ...['.01', '.3', '.01', '.003', '.8', '.1', '.1', '.65', '.6'], // learning rates, the variants' margin, the reference's weights, Balance alone
    ...['.3', '2.5'], // the sketches' claims
  ],
};

describe.each(documents)('$file', ({ file, template }) => {
  it('is what its template and the records make of it', () => {
    const hint = `Change ${template}, then run: npx psqe study docs`;
    expect(read(file), hint).toBe(made.get(file));
  });

  it('has no name left in it', () => {
    expect(made.get(file)).not.toMatch(/\{\{|\}\}|NaN|undefined|Infinity/);
  });

  it('has no table of results typed in', () => {
    const rows = read(template)
      .split('\n')
      .filter((line) => /^\|.*\d+\.\d \[-?\d/.test(line) || /[├┼]/.test(line));
    expect(rows).toEqual([]);
  });

  it('has no decimal typed in but settings, claims of others and times without a record', () => {
    const typed = read(template).replaceAll(/\{\{[^{}]*\}\}/g, '');
    const decimals = [...typed.matchAll(/(?<![\w.])\d*\.\d+(?![\w.])/g)].map((m) => m[0]);
    const hint = 'Name the value, {{pair.aligner.row.hits1}}; only what has no record is typed, and listed here';
    expect(decimals, hint).toEqual(typedDecimals[file]);
  });
});

const few = names({
  a: names({ small: names({ psqe: names({ hits1: share(0.7201), count: number(3886) }) }) }),
  d: names({
    up: { ...share(0.1456), low: 0.125, high: 0.1656 },
    down: { ...share(-0.0042), low: -0.0083, high: 0.0004 },
  }),
});
const text = (expression: string) => evaluate(few, expression, 'here');

describe('expressions', () => {
  it('write a number as it is printed, a difference with its interval', () => {
    expect(text('a.small.psqe.hits1')).toBe('72.0');
    expect(text('a.small.psqe.count')).toBe('3886');
    expect(text('d.up | plus')).toBe('+14.6 [12.5, 16.6]');
    expect(text('d.down | negated | dot')).toBe('.4 [-.0, .8]');
  });

  it('go through filters in their order', () => {
    expect(text('d.up | mean')).toBe('14.6');
    expect(text('d.up | low')).toBe('12.5');
    expect(text('d.up | half')).toBe('2.0');
    expect(text('d.up | words')).toBe('fifteen');
    expect(text('d.up | zero')).toBe('outside');
    expect(text('d.down | zero')).toBe('inside');
    expect(text('a.small.psqe.hits1 | share | dot')).toBe('.72');
    expect(text('a.small.psqe.hits1 | fraction')).toBe('three quarters');
    expect(text('a.small.psqe.count | per 1000 | words')).toBe('four');
  });

  it('add, subtract and divide, and span the least to the greatest', () => {
    expect(text('a.small.psqe.hits1 - d.up')).toBe('57.5');
    expect(text('a.small.psqe.hits1 / d.up')).toBe('4.9');
    expect(text('a.small.psqe.hits1, d.up | mean | digits 0 | span')).toBe('15 to 72');
    expect(text('d.up, d.up | words | span')).toBe('fifteen');
  });

  it.each([
    ['a.small.psqe.hits11', /unknown value "a\.small\.psqe\.hits11".*nearest is "a\.small\.psqe\.hits1"/],
    ['a.smal.psqe.hits1', /nearest is "a\.small"/],
    ['a.small.psqe', /names no number.*hits1, count/],
    ['a.small.psqe.hits1.more', /is a number itself/],
    ['d.up | wrods', /unknown filter "wrods".*"words"/],
    ['d.up * d.down', /unknown operator "\*"/],
    ['d.up -', /is not complete/],
    ['d.up, d.down', /End it in "\| span"/],
    ['a.small.psqe.hits1 | low', /has no interval/],
  ])('refuse %s', (expression, message) => {
    expect(() => text(expression)).toThrow(OptionError);
    expect(() => text(expression)).toThrow(message);
  });

  it('write whole numbers in words', () => {
    expect([0, 1, 13, 20, 25, 99, 100, -4].map(numberWords)).toEqual([
      'no',
      'one',
      'thirteen',
      'twenty',
      'twenty-five',
      'ninety-nine',
      '100',
      'minus four',
    ]);
  });
});

test('a template names the line of what it does not know', () => {
  const blocks = { list: (args: string) => `[${args}]` };
  expect(renderProse('x {{list a b}} {{d.up | mean}}', few, blocks, 'T.md')).toBe('x [a b] 14.6');
  expect(() => renderProse('one\ntwo {{d.upp}}', few, blocks, 'T.md')).toThrow(/T\.md:2.*nearest is "d\.up"/);
  expect(() => renderProse('{{lits a}}', few, blocks, 'T.md')).toThrow(/T\.md:1.*unknown block "lits".*"list"/);
});

test('a value is what the table has, the groups of test links what the data say', () => {
  const { task, truth } = openTask('emoji', { seed: 1 });
  const groups = gainGroups(task, truth!);
  expect(readGroups('emoji')).toEqual({ task: madeHere(task).task, groups });
  const records = gainRecords('emoji').filter((r) => r.aligner === 'small');
  const row = gainTable(records, { against: 'pivot', groups }).find((r) => r.ablation === 'psqe')!;
  const root = studyNames();
  const value = (name: string) => evaluate(root, name, 'here');
  const { mean, low, high } = row.effects['sparsest quarter']!.effect!;
  const [a, b, c] = [mean, low!, high!].map((x) => (100 * x).toFixed(1));
  expect(value('emoji.small.psqe.less.pivot.sparse')).toBe(`${a} [${b}, ${c}]`);
  expect(value('emoji.small.psqe.hits1')).toBe((100 * row.effects.all!.hits1.mean).toFixed(1));
});
