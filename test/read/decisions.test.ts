import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { AlignmentTask, MultimodalGraph } from '../../src/graph/index.js';
import { readDecisions, readLinks, readSeeds, readTestLinks } from '../../src/read/index.js';
import { folderOf } from './folders.js';

const graph = (name: string) =>
  new MultimodalGraph({
    name,
    ids: ['a', 'b', 'c'].map((id) => name + id),
    relationCount: 0,
    triples: { head: new Int32Array(0), relation: new Int32Array(0), tail: new Int32Array(0) },
    features: new Map(),
  });
const task = new AlignmentTask({ name: 'three', left: graph('l'), right: graph('r'), modalities: [] });

const file = (text: string, name = 'decisions.tsv') => join(folderOf({ [name]: text }), name);
const table = (...lines: string[]) => file(['left\tright\tdecision', ...lines].join('\n'));
const rows = (...numbers: number[]) => Int32Array.from(numbers);

describe('decisions', () => {
  test('say which pairs are the same, and which are not', () => {
    const path = table('la\trb\tsame', 'la\trc\tdifferent', 'lb\trc\tDifferent ', 'lb\tra\tsame');
    expect(readDecisions(path, task)).toEqual({
      same: { left: rows(0, 1), right: rows(1, 0) },
      different: { left: rows(0, 1), right: rows(2, 2) },
    });
  });

  test('what is different is a link to nobody', () => {
    const path = table('la\trb\tsame', 'lc\trc\tdifferent');
    const same = { left: rows(0), right: rows(1) };
    expect(readLinks(path, task)).toEqual(same);
    expect(readSeeds(path, task)).toMatchObject(same);
    expect(readTestLinks(path, task).links).toEqual(same);
    const none = table('lc\trc\tdifferent');
    expect(readDecisions(none, task)).toEqual({ same: null, different: { left: rows(2), right: rows(2) } });
    expect(() => readLinks(none, task)).toThrow(/has no pairs/);
  });

  test('are read from other formats of links, too', () => {
    expect(readDecisions(file('la\tra\nlb\trb\n'), task).different).toBeNull();
    const lines = ['{"left":"la","right":"ra","decision":"different"}', '{"left":"lb","right":"rb","decision":"same"}'];
    const { same, different } = readDecisions(file(lines.join('\n'), 'decisions.jsonl'), task);
    expect([same?.left, different?.left]).toEqual([rows(1), rows(0)]);
  });

  test.each([
    [['la\tra\tmaybe'], /decisions\.tsv:2: decision "maybe" is neither "same" nor "different"/],
    [['la\tra\t'], /decision "" is neither/],
    [['la\tra\tsame', 'la\tra\tdifferent'], /decisions\.tsv:3: the pair is said to be the same, too/],
    [['la\trx\tdifferent'], /decisions\.tsv:2: the right graph has no entity rx/],
    [['ra\tla\tdifferent'], /It is in the other graph/],
    [['la\tra\tsame', 'la\trb\tsame'], /left entity la is in two pairs/],
  ])('%j are refused', (lines, message) => {
    expect(() => readDecisions(table(...lines), task)).toThrow(message);
  });
});
