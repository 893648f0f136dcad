import { existsSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { PsqeError } from '../../../src/base/index.js';
import { random } from '../../../src/compute/index.js';
import { shuffledDataset } from '../../../src/read/dataset.js';
import { formatOf } from '../../../src/read/formats/format.js';
import { formats } from '../../../src/read/formats/index.js';
import { rdfLinks } from '../../../src/read/links/rdf.js';
import { rawLinks } from '../../../src/read/links/read-links.js';
import { folderOf } from '../folders.js';
import { linkTable, oaei, samples, sourceIn, sssom } from './samples.js';

const signs = [
  '\t',
  '\n',
  ' ',
  '"',
  '<',
  '>',
  '.',
  '\\',
  '@',
  '^',
  ':',
  '_',
  '[',
  '{',
  '0',
  '-',
  '\r',
  '\0',
  'é',
  '\ufeff',
];

/** One small change: a byte, a sign put in, a piece taken out or given twice. */
function mutant(bytes: Uint8Array, draw: ReturnType<typeof random>): Uint8Array {
  const at = draw.integer(bytes.length);
  const end = Math.min(bytes.length, at + 1 + draw.integer(12));
  const [before, piece, after] = [bytes.subarray(0, at), bytes.subarray(at, end), bytes.subarray(end)];
  const sign = Buffer.from(signs[draw.integer(signs.length)]!);
  const kinds = [
    [before, Buffer.of(draw.integer(256)), bytes.subarray(at + 1)],
    [before, sign, piece, after],
    [before, after],
    [before, piece, piece, after],
    [before, after, piece],
  ];
  return Buffer.concat(kinds[draw.integer(kinds.length)]!);
}

/** Whether it can be read; throws for an error that is no clear one. */
function reads(run: () => void): boolean {
  try {
    run();
    return true;
  } catch (error) {
    if (!(error instanceof PsqeError)) throw error;
    expect(error.where, error.message).toBeTruthy();
    expect(error.remedy, error.message).toBeTruthy();
    return false;
  }
}

describe.each(Object.entries(samples))('%s', (format, texts) => {
  const files = Object.fromEntries(
    Object.entries(texts).map(([name, text]) => [name, new Uint8Array(Buffer.from(text))]),
  );
  const dir = folderOf(texts);
  const read = (own: Readonly<Record<string, Uint8Array>>) => {
    const source = sourceIn(dir, own);
    shuffledDataset(formatOf(source, formats).read(source), 1);
  };

  test('the sample is whole', () => {
    expect(existsSync(dir)).toBe(true);
    expect(reads(() => read(files))).toBe(true);
  });

  test('3000 mutants: read, or an error with a place and a remedy', () => {
    const draw = random(17).fork(format);
    const names = Object.keys(files);
    let readable = 0;
    for (let i = 0; i < 3000; i++) {
      const name = names[i % names.length]!;
      const changed = mutant(files[name]!, draw);
      if (reads(() => read({ ...files, [name]: changed }))) readable++;
    }
    // Most changes of a text are a text; a reader that refuses them all, or none, is broken.
    expect(readable).toBeGreaterThan(300);
    expect(readable).toBeLessThan(2900);
  });
});

test.each([
  ['SSSOM', 'x.sssom.tsv', sssom, 300, 2990],
  ['SSSOM of others', 'x.sssom.tsv', sssom.replace('psqe', 'other'), 300, 2990],
  ['OAEI', 'x.rdf', oaei, 100, 2900],
  ['CSV', 'x.csv', linkTable, 300, 2990],
] as const)('3000 mutants of links in %s', (name, path, text, least, most) => {
  const draw = random(19).fork(name);
  const bytes = Buffer.from(text);
  let readable = 0;
  for (let i = 0; i < 3000; i++) if (reads(() => rawLinks(mutant(bytes, draw), path))) readable++;
  expect(readable).toBeGreaterThan(least);
  expect(readable).toBeLessThan(most);
});

test('3000 mutants of links in RDF', () => {
  const draw = random(18);
  const bytes = Buffer.from(
    '<http://e/a> <http://www.w3.org/2002/07/owl#sameAs> <http://r/a> .\n_:b <http://www.w3.org/2004/02/skos/core#closeMatch> <http://r/b> .\n',
  );
  let readable = 0;
  for (let i = 0; i < 3000; i++) if (reads(() => rdfLinks(mutant(bytes, draw), 'links.nt'))) readable++;
  expect(readable).toBeGreaterThan(300);
  expect(readable).toBeLessThan(2900);
});
