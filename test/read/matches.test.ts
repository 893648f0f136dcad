import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { parquetReadObjects } from 'hyparquet';
import { Parser } from 'n3';
import { describe, expect, test } from 'vitest';
import { AlignmentTask, MultimodalGraph, type RankedMatches } from '../../src/graph/index.js';
import {
  checkMatchFile,
  readFolder,
  readLinks,
  readSeeds,
  writeEmbeddings,
  writeMatches,
} from '../../src/read/index.js';
import { temporaryFolder } from './folders.js';

const noTriples = { head: new Int32Array(0), relation: new Int32Array(0), tail: new Int32Array(0) };

/** Two graphs of these ids, nothing else. */
function taskOf(left: readonly string[], right: readonly string[]): AlignmentTask {
  const graph = (name: string, ids: readonly string[]) =>
    new MultimodalGraph({
      name,
      ids,
      labels: ids.map((id) => `name "${id}"\nin two lines`),
      triples: noTriples,
      relationCount: 0,
      features: new Map(),
    });
  return new AlignmentTask({ name: 'odd: names', left: graph('l', left), right: graph('r', right), modalities: [] });
}

const odd = taskOf(['a,b', ' 007', 'x"y', 'line\nend', '#5'], ['1', '0', 'é\t', 'Q42', '1e3']);
const iris = taskOf(
  ['http://l.example/a,b', 'urn:x:1', 'tag:é', 'plain', 'http://l.example/5'],
  ['http://r.example/1', 'http://r.example/2#x', 'urn:y:0', 'http://r.example/3', 'http://r.example/4'],
);

const matches: RankedMatches = {
  left: Int32Array.of(2, 0, 4, 1, 3),
  right: Int32Array.of(0, 1, 4, 2, 3),
  score: Float32Array.of(1, 0.1 + 1e-7, 1 / 3, 1.5e-12, 0),
  confidence: Float32Array.of(1, 0.9, 2 / 3, 0.1, 1e-9),
  rank: Int32Array.of(1, 1, 1, 2, 0),
  reverseRank: Int32Array.of(1, 1, 1, 0, 3),
  stage: ['known', 'seed', 'found', 'candidate', 'candidate'],
  mutual: Uint8Array.of(1, 0, 1, 1, 0),
};

const rows = ({ left, right }: AlignmentTask) =>
  Array.from(matches.left, (l, i) => ({
    left_id: left.ids[l],
    right_id: right.ids[matches.right[i]!],
    left_label: left.labels[l],
    right_label: right.labels[matches.right[i]!],
    score: matches.score[i],
    confidence: matches.confidence[i],
    rank: matches.rank[i],
    reverse_rank: matches.reverseRank[i],
    stage: matches.stage[i],
    mutual: matches.mutual[i] === 1,
  }));

/** What another library makes of the file, numbers as numbers. */
async function seen(path: string): Promise<object[]> {
  const bytes = readFileSync(path);
  if (path.endsWith('.parquet')) return parquetReadObjects({ file: new Uint8Array(bytes).buffer });
  if (path.endsWith('.jsonl'))
    return bytes
      .toString()
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line));
  const delimiter = path.endsWith('.csv') ? ',' : '\t';
  const list: Record<string, string>[] = parse(bytes, {
    columns: true,
    delimiter,
    comment: '#',
    comment_no_infix: true,
  });
  return list.map((row) => ({
    ...row,
    ...Object.fromEntries(['score', 'confidence', 'rank', 'reverse_rank'].map((name) => [name, Number(row[name])])),
    mutual: row.mutual === 'true',
  }));
}

const float = (row: object) => {
  const { score, confidence } = row as { score: number; confidence: number };
  return { ...row, score: Math.fround(score), confidence: Math.fround(confidence) };
};

describe('matches', () => {
  test.each(['csv', 'tsv', 'jsonl', 'parquet'])('.%s: another library reads what was written', async (ending) => {
    const path = join(temporaryFolder(), 'deep', `m.${ending}`);
    expect(writeMatches(path, matches, odd)).toEqual([]);
    expect((await seen(path)).map(float)).toEqual(rows(odd));
  });

  test.each(['csv', 'tsv', 'jsonl', 'parquet'])('.%s: comes back as seeds, scores to the bit', (ending) => {
    const path = join(temporaryFolder(), `m.${ending}`);
    writeMatches(path, matches, odd);
    const { left, right, score } = matches;
    expect(readSeeds(path, odd)).toEqual({ left, right, score });
  });

  test('SSSOM: matches come back with their confidence, candidates are close only; all else in columns of its own', async () => {
    const path = join(temporaryFolder(), 'm.sssom.tsv');
    writeMatches(path, matches, odd);
    const back = readSeeds(path, odd);
    expect([back.left, back.right, back.score]).toEqual(
      [matches.left, matches.right, matches.confidence].map((column) => column.slice(0, 3)),
    );
    const table = (await seen(path)) as Record<string, string>[];
    expect(table.map((row) => row.predicate_id)).toEqual([
      ...Array(3).fill('skos:exactMatch'),
      ...Array(2).fill('skos:closeMatch'),
    ]);
    expect(
      table.map((row) => [Math.fround(Number(row.psqe_score)), row.psqe_rank, row.psqe_stage, row.psqe_mutual]),
    ).toEqual(rows(odd).map((row) => [row.score, String(row.rank), row.stage, String(row.mutual)]));
    expect(table[1]).toMatchObject({ subject_label: odd.left.labels[0], object_label: odd.right.labels[1] });
    expect(readFileSync(path, 'utf8')).toMatch(
      /^#curie_map:\n# {2}left: "urn:psqe:left:"\n# {2}right: "urn:psqe:right:"\n#mapping_set_id: https:\/\/w3id\.org\/sssom\/mappings\/[\da-f]{32}\n#mapping_set_title: "odd: names"\n#license: /,
    );
    writeMatches(path, matches, odd, { predicate: 'close' });
    expect(readFileSync(path, 'utf8')).not.toContain('exactMatch');
  });

  test('SSSOM: ids become CURIEs of declared prefixes, and come back', () => {
    const ids = [
      'http://l.example/a/b',
      'http://l.example/a/c#d',
      'MONDO:0001',
      'urn:x:1',
      'left:1',
      'http://l.example/?q=1',
    ];
    const right = ['0', 'a:b/c', 'x|y', '', 'ns1:2', 'https://r.example/'];
    const task = taskOf(ids, [...right.slice(0, 3), 'é', ...right.slice(4)]);
    const rows = Int32Array.from(ids, (_, i) => i);
    const all: RankedMatches = {
      left: rows,
      right: rows,
      score: new Float32Array(6).fill(0.5),
      confidence: new Float32Array(6).fill(0.5),
      rank: rows,
      reverseRank: rows,
      stage: ids.map(() => 'found'),
      mutual: new Uint8Array(6),
    };
    const path = join(temporaryFolder(), 'm.sssom.tsv');
    writeMatches(path, all, task);
    const back = readLinks(path, task);
    expect([back.left, back.right]).toEqual([rows, rows]);
    const text = readFileSync(path, 'utf8');
    const declared = [...text.matchAll(/^# {2}(\S+): /gm)].map((m) => m[1]);
    for (const [subject, , , object] of text
      .split(/^subject_id.*\n/m)[1]!
      .trimEnd()
      .split(/\n(?=\w+:)/)
      .map((line) => [line.split('\t')[0], 0, 0, /exactMatch\t([^\t]+)/.exec(line)![1]] as const))
      for (const id of [subject, object]) expect(declared).toContain(String(id).split(':')[0]);
    expect(text).toContain('ns1:b\t');
    expect(text).toContain('MONDO:0001\t');
  });

  test('N-Triples: a statement a match between IRIs; what is left out is said', () => {
    const path = join(temporaryFolder(), 'm.nt');
    expect(writeMatches(path, matches, iris)).toEqual([
      'm.nt: 2 of 5 pairs are not in it, being candidates or without IRIs',
    ]);
    const sameAs = 'http://www.w3.org/2002/07/owl#sameAs';
    expect(readFileSync(path, 'utf8')).toBe(
      `<tag:é> <${sameAs}> <http://r.example/1> .\n<http://l.example/a,b> <${sameAs}> <http://r.example/2#x> .\n<http://l.example/5> <${sameAs}> <http://r.example/4> .\n`,
    );
    const back = new Parser({ format: 'N-Triples' }).parse(readFileSync(path, 'utf8'));
    expect(back.map(({ subject, object }) => [subject.value, object.value])).toEqual(
      rows(iris)
        .slice(0, 3)
        .map((row) => [row.left_id, row.right_id]),
    );
    const links = readLinks(path, iris);
    expect([links.left, links.right]).toEqual([matches.left.slice(0, 3), matches.right.slice(0, 3)]);
    writeMatches(path, matches, iris, { predicate: 'close' });
    expect(readFileSync(path, 'utf8')).toContain('> <http://www.w3.org/2004/02/skos/core#closeMatch> <');
  });

  test('a file that cannot hold them is refused beforehand', () => {
    expect(() => checkMatchFile('m.nt', odd)).toThrow(/m\.nt: no id of l is an IRI, as "a,b" shows.*\.csv/);
    expect(() => checkMatchFile('m.xlsx', odd)).toThrow(
      /m\.xlsx: the ending tells no format.*\.sssom\.tsv, \.tsv, \.csv/,
    );
    expect(() => checkMatchFile('m.nt', iris)).not.toThrow();
  });
});

test('embeddings are read back as the features of two graphs', () => {
  const dir = temporaryFolder();
  const side = (from: number) => ({
    rows: 5,
    cols: 3,
    data: Float32Array.from({ length: 15 }, (_, i) => Math.fround(0.1 * (i + from) + 0.01)),
  });
  const sides = { left: side(0), right: side(20) };
  writeEmbeddings(dir, sides, iris);
  const { task } = readFolder(dir, { seed: 3 });
  for (const name of ['left', 'right'] as const) {
    const table = task[name].features.get('embedding')!;
    iris[name].ids.forEach((id, i) => {
      const row = task[name].row(id)!;
      expect(table.values.data.slice(row * 3, row * 3 + 3)).toEqual(sides[name].data.slice(i * 3, i * 3 + 3));
      expect(task[name].labels[row]).toBe(iris[name].labels[i]);
    });
  }
});
