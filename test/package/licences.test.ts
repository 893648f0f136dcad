import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, test } from 'vitest';

const root = resolve(import.meta.dirname, '..', '..');
const setup = (name: string) => import(pathToFileURL(join(root, 'src', 'setup', name)).href);

interface Shipped {
  readonly name: string;
  readonly version: string;
  readonly licence: string;
}
const shipped: Shipped[] = (await setup('licences.mjs')).shippedPackages(root);

/** Licences that let anyone use, change and pass on what is shipped, in closed work too. */
const free = ['MIT', 'ISC', '0BSD', 'BSD-2-Clause', 'BSD-3-Clause', 'Apache-2.0', 'CC0-1.0', 'Unlicense'];

/** Others, each for a reason: libraries of their own, loaded when they run and unchanged, as these licences ask. */
const known: readonly (readonly [name: RegExp, licence: string])[] = [
  [/^@img\/sharp-(libvips|win32|wasm32)/, 'LGPL-3.0-or-later'],
  [/^zeromq$/, 'MPL-2.0'],
];

function isAllowed({ name, licence }: Shipped): boolean {
  const fits = (part: string) => free.includes(part) || known.some(([of, also]) => of.test(name) && part === also);
  const parts = licence.replaceAll(/[()]/g, '');
  return parts.includes(' OR ') ? parts.split(' OR ').some(fits) : parts.split(' AND ').every(fits);
}

test('all that the package brings along has a licence that is allowed', () => {
  expect(shipped.length).toBeGreaterThan(100);
  expect(shipped.filter((each) => !isAllowed(each))).toEqual([]);
});

test('what is asked for by name is among it, the tools of development are not', () => {
  const names = shipped.map(({ name }) => name);
  const { dependencies, devDependencies } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  expect(names).toEqual(expect.arrayContaining(Object.keys(dependencies)));
  for (const name of ['vitest', 'typedoc', 'playwright-core']) {
    expect(Object.keys(devDependencies)).toContain(name);
    expect(names).not.toContain(name);
  }
});

test.each([
  ['MIT', true],
  ['(MIT OR GPL-3.0)', true],
  ['Apache-2.0 AND MIT', true],
  ['GPL-3.0', false],
  ['MIT AND MPL-2.0', false],
  ['not told', false],
])('%s', (licence, allowed) => expect(isAllowed({ name: 'x', version: '1', licence })).toBe(allowed));

test('an audit stops for what is grave, and says when nobody answered', async () => {
  const { judged } = await setup('audit.mjs');
  const answer = (...severities: string[]) =>
    JSON.stringify({
      metadata: { vulnerabilities: {} },
      vulnerabilities: Object.fromEntries(
        severities.map((severity) => [severity, { name: 'x', severity, range: '<2' }]),
      ),
    });
  expect(judged(answer())).toEqual({ text: 'Audit of what is shipped:\n  nothing known', stops: false });
  expect(judged(answer('moderate'))).toMatchObject({ text: expect.stringContaining('moderate: x <2'), stops: false });
  expect(judged(answer('low', 'high')).stops).toBe(true);
  for (const none of ['', 'npm error', '{"error":{"summary":"405"}}'])
    expect(judged(none)).toEqual({ text: 'Audit skipped: the registry did not answer.', stops: false });
});
