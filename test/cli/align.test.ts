import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { describe, expect, test } from 'vitest';
import { folderOf, temporaryFolder } from '../read/folders.js';
import { psqeCommand } from './cli.js';
import { pairFiles } from './pair.js';

interface Row {
  readonly left_id: string;
  readonly right_id: string;
  readonly left_label: string;
  readonly right_label: string;
  readonly score: string;
  readonly stage: string;
}

test('from nothing to matches: an example, what is understood of it, and its matches', async () => {
  const cwd = temporaryFolder();
  const made = await psqeCommand(cwd, 'init', 'mine');
  expect([made.status, made.stderr]).toEqual([0, '']);
  expect(made.stdout).toContain('psqe align mine --out matches.csv');

  const seen = await psqeCommand(cwd, 'validate', 'mine');
  expect(seen.status).toBe(0);
  expect(seen.stdout).toMatch(/left_entities\.csv: entities by the columns "id" \(id\), "label" \(label\)/);
  expect(seen.stdout).toMatch(/name: 512 columns[\s\S]*Suspicions: none\npsqe align will take about \d+ s and/);

  const aligned = await psqeCommand(cwd, 'align', 'mine', '--out', 'matches.csv', '--embeddings', 'vectors');
  expect(aligned.status).toBe(0);
  expect(aligned.stderr).toContain('! mine/left_entities.csv: entities by');
  expect(aligned.stdout).toMatch(
    /^40 matches \(.*\) written to matches\.csv\nscores of what was found: least \d\.\d+, .*half (0\.[5-9]|1\.)\d+, .*\d+ of 40 are each other's nearest.*\nembeddings written to vectors\n/,
  );
  const rows: Row[] = parse(readFileSync(join(cwd, 'matches.csv')), { columns: true });
  const found = new Map(rows.map((row) => [row.left_label, row.right_label]));
  for (const [english, german] of [
    ['Sun', 'Sonne'],
    ['Moon', 'Mond'],
    ['Mercury', 'Merkur'],
    ['Titania', 'Titania'],
  ] as const)
    expect(found.get(english)).toBe(german);
  expect(readdirSync(join(cwd, 'vectors')).sort()).toEqual([
    'embedding_1.npy',
    'embedding_2.npy',
    'entities_1.csv',
    'entities_2.csv',
  ]);
});

describe('psqe align on a folder with links', () => {
  const data = folderOf(pairFiles(40));
  const truth = readFileSync(join(data, 'ill_ent_ids'), 'utf8').trimEnd().split('\n');

  test('measures itself by them, and does not count what it was told', async () => {
    const cwd = temporaryFolder();
    writeFileSync(join(cwd, 'known.tsv'), truth.slice(0, 4).join('\n'));
    const { status, stdout } = await psqeCommand(
      cwd,
      ...['align', data, '--out', 'm.jsonl', '--links', 'known.tsv', '--k', '15', '--top', '2', '--json'],
    );
    expect(status).toBe(0);
    const summary = JSON.parse(stdout);
    expect(summary).toMatchObject({ out: 'm.jsonl', options: { k: 15, top: 2, seed: 1, links: 'known.tsv' } });
    expect(summary.matches.known).toBe(4);
    expect(summary.scores.count).toBe(summary.matches.seed + summary.matches.found);
    expect(summary.scores.mutual).toBeLessThanOrEqual(summary.scores.count);
    expect(summary.quality.links).toBe(36);
    expect(summary.quality.precision).toBeGreaterThan(0.8);
    const rows: Row[] = readFileSync(join(cwd, 'm.jsonl'), 'utf8')
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(rows.slice(0, 4).map((row) => [row.stage, `${row.left_id}\t${row.right_id}`])).toEqual(
      truth.slice(0, 4).map((line) => ['known', line]),
    );
    const count = (stage: string) => rows.filter((row) => row.stage === stage).length;
    expect(['known', 'seed', 'found', 'candidate'].map(count)).toEqual(Object.values(summary.matches));
  });

  test('what cannot be done is refused before anything long, and nothing is written', async () => {
    const other = folderOf({ 'entities_1.csv': 'id\n1\n', 'mine.txt': '' });
    const entities = join(other, 'entities_1.csv');
    for (const [args, message] of [
      [['align', data], /--out/],
      [['align', data, '--out', 'm.xls'], /m\.xls: the ending tells no format/],
      [['align', data, '--out', 'm.nt'], /no id of .* is an IRI/],
      [['align', data, '--out', join(data, 'm.csv')], /--out: .*would lie among the files of/],
      [['align', data, '--out', 'm.csv', '--embeddings', data], /--embeddings: .* is what is read/],
      [['align', data, '--out', 'm.csv', '--embeddings', other], /holds other files, such as mine\.txt/],
      [['align', entities, entities, '--out', entities], /entities_1\.csv is what is read/],
      [['align', data, '--out', 'm.csv', '--top', '0'], /--top: 0 is too small/],
      [['align', data, '--out', 'm.csv', '--min-score', '2'], /--min-score: 2 is too large/],
      [['align', data, '--out', 'm.csv', '--k', 'many'], /--k: "many" is no whole number/],
      [['align', data, '--out', 'm.csv', '--predicate', 'sme'], /Did you mean "same"/],
      [['align', data, '--out', 'm.csv', '--links', 'no.tsv'], /no\.tsv: no such file/],
      [['align', 'no-such', '--out', 'm.csv'], /no-such: no such folder/],
      [['validate', 'no-such', 'nothing'], /no-such: no such file or folder/],
      [['init', data], /something else has this name/],
    ] as const) {
      const cwd = temporaryFolder();
      const { status, stdout, stderr } = await psqeCommand(cwd, ...args);
      expect([status, stdout]).toEqual([2, '']);
      expect(stderr).toMatch(message);
      expect(readdirSync(cwd)).toEqual([]);
    }
    expect(existsSync(join(data, 'm.csv'))).toBe(false);
    expect(readFileSync(entities, 'utf8')).toBe('id\n1\n');
  });

  test('psqe validate prints one JSON object, and says when nothing can be compared', async () => {
    const { status, stdout } = await psqeCommand(temporaryFolder(), 'validate', data, '--json');
    expect(status).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ graphs: [{ entities: 40 }, { entities: 40 }], links: 40 });
    const bare = folderOf({ 'left.csv': 'head,relation,tail\na,r,b\n', 'right.csv': 'head,relation,tail\nx,s,y\n' });
    const none = await psqeCommand(temporaryFolder(), 'validate', join(bare, 'left.csv'), join(bare, 'right.csv'));
    expect(none.status).toBe(2);
    expect(none.stdout).toMatch(/relation: .* not comparable\nSuspicions:\n[\s\S]*nothing can be compared/);
    expect(none.stderr).toMatch(/psqe: .*nothing can be compared\. Give both graphs names/);
  });
});
