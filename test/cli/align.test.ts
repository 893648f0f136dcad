import { cpSync, existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { describe, expect, test } from 'vitest';
import { folderOf, npy, temporaryFolder } from '../read/folders.js';
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

  const aligned = await psqeCommand(
    cwd,
    'align',
    'mine',
    '--out',
    'matches.csv',
    '--embeddings',
    'vectors',
    '--review',
    'review.html',
  );
  expect(aligned.status).toBe(0);
  expect(aligned.stderr).toContain('! mine/left_entities.csv: entities by');
  expect(aligned.stdout).toMatch(
    /^40 matches \(.*\) written to matches\.csv\nscores of what was found: least \d\.\d+, .*half (0\.[5-9]|1\.)\d+, .*\d+ of 40 are each other's nearest.*\nconfidence \(.*\):\n( {2}from [\d.]+: \d+ matches, [\d.]+ % expected right\n)+embeddings written to vectors\npage to look at them written to review\.html: open it in a browser\n/,
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
  expect(readFileSync(join(cwd, 'review.html'), 'utf8')).toContain('"label":"Sonne"');
  expect(readdirSync(join(cwd, 'vectors')).sort()).toEqual([
    'embedding_1.npy',
    'embedding_2.npy',
    'entities_1.csv',
    'entities_2.csv',
  ]);
});

const data = folderOf(pairFiles(40));

describe('psqe align on a folder with links', () => {
  const truth = readFileSync(join(data, 'ill_ent_ids'), 'utf8').trimEnd().split('\n');

  test('validate tells what is not as it was built', async () => {
    const cwd = temporaryFolder();
    await psqeCommand(cwd, 'init', 'mine');
    writeFileSync(join(cwd, 'mine', 'SHA256SUMS'), `${'0'.repeat(64)}  left_entities.csv\n`);
    const seen = await psqeCommand(cwd, 'validate', 'mine');
    expect(seen.status).toBe(0);
    expect(seen.stdout).toMatch(
      /Suspicions:\n {2}not as built by SHA256SUMS in mine: 1 file\(s\), left_entities\.csv;/,
    );
  });

  test('tells of thresholds from the least confidence on, below which nothing is left', async () => {
    const cwd = temporaryFolder();
    const { status, stdout } = await psqeCommand(
      cwd,
      ...['align', data, '--out', 'm.jsonl', '--k', '15', '--min-confidence', '0.75', '--json'],
    );
    expect(status).toBe(0);
    const { confidence, scores } = JSON.parse(stdout);
    expect(confidence.map((row: { minConfidence: number }) => row.minConfidence)).toEqual([0.75, 0.8, 0.9, 0.95]);
    expect(confidence[0].matches).toBe(scores.count);
    const lines = readFileSync(join(cwd, 'm.jsonl'), 'utf8').trimEnd().split('\n');
    for (const line of lines) expect(JSON.parse(line).confidence).toBeGreaterThanOrEqual(0.75);
  });

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
    expect(summary.confidence[0]).toMatchObject({ minConfidence: 0, matches: summary.scores.count, coverage: 1 });
    expect(summary.confidence[0].recall).toBeCloseTo(summary.quality.recall, 12);
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

  test('what was decided on a review page is kept: accepted pairs are known, rejected ones nowhere', async () => {
    const cwd = temporaryFolder();
    const lines = truth.slice(0, 6).map((line, i) => `${line}\t${i < 3 ? 'same' : 'different'}\n`);
    writeFileSync(join(cwd, 'decisions.tsv'), `left\tright\tdecision\n${lines.join('')}`);
    const { status } = await psqeCommand(
      cwd,
      'align',
      data,
      '--out',
      'm.tsv',
      '--links',
      'decisions.tsv',
      '--top',
      '3',
    );
    expect(status).toBe(0);
    const rows: Row[] = parse(readFileSync(join(cwd, 'm.tsv')), { columns: true, delimiter: '\t' });
    const stageOf = new Map(rows.map((row) => [`${row.left_id}\t${row.right_id}`, row.stage]));
    expect(truth.slice(0, 3).map((line) => stageOf.get(line))).toEqual(['known', 'known', 'known']);
    expect(truth.slice(3, 6).filter((line) => stageOf.has(line))).toEqual([]);
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
      [['align', data, '--out', 'm.csv', '--review', 'm.txt'], /m\.txt: a review is an HTML page.*\.html/],
      [['align', data, '--out', 'm.csv', '--review', join(data, 'r.html')], /--review: .*would lie among the files of/],
      [['align', entities, entities, '--out', entities], /entities_1\.csv is what is read/],
      [['align', data, '--out', 'm.csv', '--top', '0'], /--top: 0 is too small/],
      [['align', data, '--out', 'm.csv', '--min-score', '2'], /--min-score: 2 is too large/],
      [['align', data, '--out', 'm.csv', '--min-confidence', '1.5'], /--min-confidence: 1.5 is too large/],
      [['align', data, '--out', 'm.csv', '--confidence', 'pln'], /--confidence: .*"plan"/],
      [['align', data, '--out', 'm.csv', '--cardinality', 'many'], /--cardinality: .*many-to-one/],
      [['align', data, '--out', 'm.csv', '--k', 'many'], /--k: "many" is not a number/],
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

  test('--fast trains nothing, and refuses what is about training; psqe plan --fast tells what it takes', async () => {
    const cwd = temporaryFolder();
    const { status, stdout } = await psqeCommand(
      cwd,
      'align',
      data,
      '--out',
      'm.csv',
      '--fast',
      '--review',
      'r.html',
      '--json',
    );
    expect(status).toBe(0);
    const summary = JSON.parse(stdout);
    expect(summary.matches).toMatchObject({ known: 0, seed: 0, candidate: 0 });
    expect(summary.options).toMatchObject({ fast: true, confidence: 'plan' });
    expect(summary.quality.recall).toBeGreaterThan(0.8);
    expect(readdirSync(cwd).sort()).toEqual(['m.csv', 'r.html']);
    const text = await psqeCommand(cwd, 'align', data, '--out', 'm.csv', '--fast');
    expect(text.stdout).toMatch(/^\d+ matches \(\d+ found\) written to m\.csv/);
    for (const refused of [
      ['--k', '5'],
      ['--confidence', 'cross'],
      ['--keep', 'k.psqe'],
      ['--update', 'k.psqe'],
    ]) {
      const { status, stderr } = await psqeCommand(cwd, 'align', data, '--out', 'm.csv', '--fast', ...refused);
      expect([status, stderr]).toEqual([
        2,
        expect.stringContaining(`${refused[0]}: is about training, and --fast trains nothing`),
      ]);
    }
    const plan = await psqeCommand(cwd, 'plan', data, '--fast');
    expect(plan.stdout).toMatch(/features and the rest: .*\npsqe align --fast will take about \d+ s and/);
  });

  test('psqe plan tells time and memory, of several runs by several workers too, and refuses what cannot be aligned', async () => {
    const seen = await psqeCommand(temporaryFolder(), 'plan', data);
    expect(seen.status).toBe(0);
    expect(seen.stdout).toMatch(/^40 and 40 entities; \d+ · 10⁹ operations a second/);
    expect(seen.stdout).toMatch(/psqe align will take about \d+ s and at most about \d+\.\d GB\./);
    const { stdout } = await psqeCommand(temporaryFolder(), 'plan', data, '--runs', '6', '--workers', '2', '--json');
    const plan = JSON.parse(stdout) as Record<string, number>;
    expect(plan).toMatchObject({ entities: [40, 40], runs: 6, workers: 2, allMemoryMB: 2 * plan.memoryMB! });
    expect(plan.allSeconds).toBeGreaterThan(plan.seconds!);
    const bare = folderOf({ 'left.csv': 'head,relation,tail\na,r,b\n', 'right.csv': 'head,relation,tail\nx,s,y\n' });
    const none = await psqeCommand(temporaryFolder(), 'plan', join(bare, 'left.csv'), join(bare, 'right.csv'));
    expect(none.status).toBe(2);
    expect(none.stderr).toMatch(/no modality that both graphs share has a weight/);
  });
});

describe('data with several languages, links and places', () => {
  const rdf = (name: string) =>
    ['a', 'b', 'c', 'd', 'e', 'f']
      .map(
        (id) => `<http://${name}/${id}> <http://www.w3.org/2000/01/rdf-schema#label> "${id} one"@en, "${id} eins"@de .`,
      )
      .join('\n');
  const places = folderOf({ 'l.ttl': rdf('l'), 'r.ttl': rdf('r') });
  const both = [join(places, 'l.ttl'), join(places, 'r.ttl')] as const;

  test.each([
    ['de', /has no|6 of 6 entities have a label of language "de"/],
    ['fr', /as it has none of language "fr"/],
  ])('--language %s', async (language, note) => {
    const { status, stdout } = await psqeCommand(temporaryFolder(), 'validate', ...both, '--language', language);
    expect(status).toBe(0);
    expect(stdout).toMatch(note);
    const wrong = await psqeCommand(temporaryFolder(), 'validate', ...both, '--language', 'German!');
    expect([wrong.status, wrong.stderr]).toEqual([2, expect.stringMatching(/--language: "German!" is no language/)]);
  });

  const triples = (side: string) => `http://${side}/a\tr\thttp://${side}/b\nhttp://${side}/b\tr\thttp://${side}/c\n`;
  const openea = folderOf({
    rel_triples_1: triples('l'),
    rel_triples_2: triples('r'),
    ent_links: 'http://l/a\thttp://r/a\nhttp://l/b\thttp://r/b\nhttp://l/c\thttp://r/c\n',
    '721_5fold/1/train_links': 'http://l/a\thttp://r/a\n',
    '721_5fold/1/valid_links': 'http://l/b\thttp://r/b\n',
    '721_5fold/1/test_links': 'http://l/c\thttp://r/c\n',
    '721_5fold/2/train_links': 'http://l/a\thttp://r/a\n',
  });

  test.each(['1', '721_5fold/1'])('--fold %s: its test links are what is evaluated on', async (fold) => {
    const { status, stdout } = await psqeCommand(temporaryFolder(), 'validate', openea, '--fold', fold, '--json');
    expect(status).toBe(0);
    const { links, notes } = JSON.parse(stdout);
    expect(links).toBe(1);
    expect(notes.at(-1)).toMatch(/721_5fold.1: evaluated on 1 test links; 1 to train and 1 to validate are not used$/);
    expect(notes.join('\n')).not.toContain('3 links, for evaluation only');
  });

  test.each([
    [[openea, '--fold', '3'], /--fold: no fold 3 in .*There are 721_5fold\/1, 721_5fold\/2/],
    [[openea, '--fold', '2'], /no test_links/],
    [[places, '--fold', '1'], /It has none; OpenEA keeps them/],
    [[...both, '--fold', '1'], /--fold: folds are in a folder of both graphs/],
  ])('validate %j is refused', async (args, message) => {
    const { status, stderr } = await psqeCommand(temporaryFolder(), 'validate', ...args);
    expect([status, stderr]).toEqual([2, expect.stringMatching(message)]);
  });

  test('features without a weight are told of once', async () => {
    const vectors = (shift: number) =>
      npy(
        Array.from({ length: 12 }, (_, i) => Math.cos(i + shift)),
        [6, 2],
      );
    const table = (side: string) =>
      `id,label\n${['a', 'b', 'c', 'd', 'e', 'f'].map((id) => `${side}${id},${id} thing`).join('\n')}\n`;
    const dir = folderOf({
      'left.csv': table('l'),
      'right.csv': table('r'),
      'clip_1.npy': vectors(0),
      'clip_2.npy': vectors(0.01),
    });
    const cwd = temporaryFolder();
    const once = (text: string) => text.match(/"clip"/g);
    const seeds = await psqeCommand(cwd, 'seeds', '--data', dir, '--k', '4', '--out', 'seeds.tsv');
    expect([seeds.status, once(seeds.stderr)]).toEqual([0, ['"clip"']]);
    expect(once((await psqeCommand(cwd, 'align', dir, '--out', 'm.csv')).stderr)).toHaveLength(1);
    const given = await psqeCommand(cwd, 'align', dir, '--out', 'm.csv', '--weights', 'clip=1,name=1');
    expect([given.status, once(given.stderr)]).toEqual([0, null]);
    const seen = await psqeCommand(cwd, 'validate', dir);
    expect(seen.stdout).toMatch(/"clip" has no weight, and makes no seeds: --weights clip=1/);
  });

  test('a folder named emoji is meant where it is written as a path, and else said', async () => {
    const cwd = temporaryFolder();
    cpSync(data, join(cwd, 'emoji'), { recursive: true });
    const own = JSON.parse((await psqeCommand(cwd, 'validate', './emoji', '--json')).stdout);
    expect(own.graphs[0].entities).toBe(40);
    const embedded = JSON.parse((await psqeCommand(cwd, 'validate', 'emoji', '--json')).stdout);
    expect(embedded.graphs[0].entities).toBe(4063);
    expect(embedded.notes.at(-1)).toMatch(/the folder of that name is \.\/emoji/);
  });
});
