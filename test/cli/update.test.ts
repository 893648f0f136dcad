import { cpSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { beforeAll, describe, expect, test } from 'vitest';
import { packageRoot } from '../../src/base/index.js';
import { temporaryFolder } from '../read/folders.js';
import { psqeCommand } from './cli.js';

const cwd = temporaryFolder();
const example = join(packageRoot(), 'data', 'example');

/** The example without some entities of either graph, and what is said of them. */
function without(folder: string, left: readonly string[], right: readonly string[]): void {
  cpSync(example, join(cwd, folder), { recursive: true });
  for (const [side, ids] of [
    ['left', left],
    ['right', right],
  ] as const)
    for (const file of [`${side}_entities.csv`, `${side}_triples.csv`]) {
      const lines = readFileSync(join(example, file), 'utf8').trimEnd().split('\n');
      const kept = lines.filter((line) => !ids.some((id) => line.split(',').includes(id)));
      writeFileSync(join(cwd, folder, file), `${kept.join('\n')}\n`);
    }
}

const rowsOf = (file: string): Record<string, string>[] => parse(readFileSync(join(cwd, file)), { columns: true });
const pairs = (file: string): string[] => rowsOf(file).map((row) => `${row.left_id} ${row.right_id}`);

beforeAll(async () => {
  without('before', ['titania', 'pluto'], ['K100']);
  const { status, stdout } = await psqeCommand(cwd, 'align', 'before', '--out', 'm.csv', '--keep', 'kept.psqe');
  expect([status, stdout]).toEqual([0, expect.stringContaining('kept for --update in kept.psqe\n')]);
});

describe('psqe align --update', () => {
  test('of the same graphs changes nothing, and says so', async () => {
    const args = ['align', 'before', '--out', 'same.csv', '--update', 'kept.psqe', '--changes', 'none.csv'];
    const { status, stdout } = await psqeCommand(cwd, ...args);
    expect(status).toBe(0);
    expect(stdout).toMatch(
      /entities: left 0 new, 0 changed, 0 gone; right 0 new, 0 changed, 0 gone\nmatches: \d+ as before, 0 new, 0 fell\n/,
    );
    expect(readFileSync(join(cwd, 'same.csv'))).toEqual(readFileSync(join(cwd, 'm.csv')));
    expect(readFileSync(join(cwd, 'none.csv'), 'utf8')).toBe('change,left_id,right_id,why,left_now,right_now\n');
  });

  test('matches what is new, tells what fell and why, and is kept for the next one', async () => {
    const next = ['--update', 'kept.psqe', '--keep', 'next.psqe', '--changes', 'changes.csv', '--json'];
    const { status, stdout } = await psqeCommand(cwd, 'align', example, '--out', 'n.csv', ...next);
    expect(status).toBe(0);
    const { changes, matches } = JSON.parse(stdout);
    expect(changes.entities).toEqual({
      left: { added: 2, changed: 0, gone: 0 },
      right: { added: 1, changed: 0, gone: 0 },
    });
    const [before, now] = [pairs('m.csv'), pairs('n.csv')];
    expect(now.length).toBe(matches.known + matches.seed + matches.found);
    const rows = rowsOf('changes.csv');
    const told = (change: string) =>
      rows.filter((row) => row.change === change).map((row) => `${row.left_id} ${row.right_id}`);
    expect(told('fell').sort()).toEqual(before.filter((pair) => !now.includes(pair)).sort());
    expect(told('new').sort()).toEqual(now.filter((pair) => !before.includes(pair)).sort());
    expect(changes.matches).toEqual({
      stayed: now.length - told('new').length,
      fresh: told('new').length,
      fell: told('fell').length,
    });
    expect(rowsOf('n.csv').find((row) => row.left_label === 'Titania')?.right_label).toBe('Titania');
    // Back again: what is gone falls for that reason.
    const back = await psqeCommand(cwd, 'align', 'before', '--out', 'b.csv', '--update', 'next.psqe', '--json');
    expect(JSON.parse(back.stdout).changes).toMatchObject({ entities: { left: { gone: 2 }, right: { gone: 1 } } });
    expect(JSON.parse(back.stdout).changes.why.gone).toBeGreaterThanOrEqual(2);
  });

  test('decisions of a review are kept by it and by the next', async () => {
    const [first, second] = pairs('m.csv').map((pair) => pair.split(' '));
    writeFileSync(
      join(cwd, 'decisions.tsv'),
      `left\tright\tdecision\n${first!.join('\t')}\tsame\n${second!.join('\t')}\tdifferent\n`,
    );
    const given = ['--links', 'decisions.tsv', '--update', 'kept.psqe', '--keep', 'decided.psqe'];
    expect((await psqeCommand(cwd, 'align', 'before', '--out', 'd.csv', ...given)).status).toBe(0);
    const later = await psqeCommand(cwd, 'align', example, '--out', 'e.csv', '--update', 'decided.psqe');
    expect(later.status).toBe(0);
    for (const file of ['d.csv', 'e.csv']) {
      expect(pairs(file)[0]).toBe(first!.join(' '));
      expect(pairs(file)).not.toContain(second!.join(' '));
    }
  });

  test('what cannot be updated is refused, and nothing is written', async () => {
    const bytes = readFileSync(join(cwd, 'kept.psqe'));
    const put = (name: string, content: string | Buffer) => {
      writeFileSync(join(cwd, name), content);
      return name;
    };
    const damaged = Buffer.from(bytes);
    damaged[damaged.length >> 1]! ^= 1;
    const older = Buffer.from(bytes.toString('latin1').replace('psqe alignment 1', 'psqe alignment 0'), 'latin1');
    for (const [args, message] of [
      [['--update', 'no.psqe'], /no\.psqe: no such file.*--keep/],
      [['--update', put('cut.psqe', bytes.subarray(0, 5000))], /cut\.psqe: is damaged or cut off/],
      [['--update', put('bad.psqe', damaged)], /bad\.psqe: is damaged/],
      [['--update', put('old.psqe', older)], /old\.psqe: is of another version of psqe/],
      [['--update', 'm.csv'], /m\.csv: is no psqe alignment/],
      [['--update', 'kept.psqe', '--k', '5'], /--k: is taken from the first alignment/],
      [['--update', 'kept.psqe', '--weights', 'name=1'], /--weights: is taken from the first alignment/],
      [['--changes', 'c.csv'], /--changes: tells what an update changed.*--update/],
      [['--keep', 'k.psqe', '--cardinality', 'many-to-one'], /--keep: matches many to one/],
      [['--keep', 'before/k.psqe'], /--keep: .*would lie among the files of before/],
      [['--update', 'kept.psqe', '--changes', 'x.csv'], /--changes: x\.csv is what is read/],
    ] as const) {
      const { status, stderr } = await psqeCommand(cwd, 'align', 'before', '--out', 'x.csv', ...args);
      expect([status, stderr]).toEqual([2, expect.stringMatching(message)]);
      expect(existsSync(join(cwd, 'x.csv'))).toBe(false);
    }
    const bare = join(cwd, 'bare');
    cpSync(join(cwd, 'before'), bare, { recursive: true });
    for (const side of ['left', 'right']) {
      const table = readFileSync(join(bare, `${side}_entities.csv`), 'utf8')
        .split('\n')
        .slice(2);
      writeFileSync(join(bare, `${side}_entities.csv`), `id\n${table.map((line) => line.split(',')[0]).join('\n')}`);
    }
    const { status, stderr } = await psqeCommand(cwd, 'align', bare, '--out', 'x.csv', '--update', 'kept.psqe');
    expect([status, stderr]).toEqual([2, expect.stringMatching(/the features are .*they were .*align anew/)]);
  });
});
