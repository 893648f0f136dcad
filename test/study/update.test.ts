import { describe, expect, test } from 'vitest';
import { linkedQuality } from '../../src/evaluate/index.js';
import type { AlignmentTask, Links, RankedMatches } from '../../src/graph/index.js';
import { alignGraphs, keepAlignment, updateAlignment } from '../../src/study/index.js';
import { syntheticTask } from '../../src/synthetic/index.js';
import { withoutBoth } from '../support/dropped.js';

const whole = syntheticTask({ entities: 300, noise: 1, seed: 5 });
const { task, truth } = whole;
const old = withoutBoth(whole, 0.05, 5);
const first = await alignGraphs(old.task);
const kept = keepAlignment(old.task, first);
const updated = await updateAlignment(task, kept);

const ids = ({ left, right }: AlignmentTask, pairs: Links) =>
  Array.from(pairs.left, (l, i) => `${left.ids[l]} ${right.ids[pairs.right[i]!]}`);
const unmatched = ({ matches }: { readonly matches: RankedMatches }) => ({
  pairs: matches.left.length,
  left: new Set(matches.left).size,
  right: new Set(matches.right).size,
});

describe('updateAlignment, a twentieth of either graph added', () => {
  const partner = truth.rightOf(task.left.entityCount);
  const isNew = (l: number, r: number) =>
    old.task.left.row(task.left.ids[l]!) === undefined || old.task.right.row(task.right.ids[r]!) === undefined;

  test('is as good as anew, on all pairs and on the new ones', async () => {
    const anew = linkedQuality((await alignGraphs(task)).matches, truth.links);
    const { precision, recall } = linkedQuality(updated.matches, truth.links);
    expect(precision).toBeGreaterThan(anew.precision! - 0.02);
    expect(recall).toBeGreaterThan(anew.recall! - 0.02);
    const fresh = [...truth.links.left.keys()].filter((i) => isNew(truth.links.left[i]!, truth.links.right[i]!));
    const found = new Map(Array.from(updated.matches.left, (l, i) => [l, updated.matches.right[i]]));
    const right = fresh.filter((i) => found.get(truth.links.left[i]!) === truth.links.right[i]);
    expect(fresh.length).toBeGreaterThan(25);
    expect(right.length / fresh.length).toBeGreaterThan(0.9);
  });

  test('tells what is new, which matches fell and to whom, and accounts for every match', () => {
    const { changes, fallen, fresh, matches } = updated;
    expect([changes.left.added.length, changes.right.added.length]).toEqual([15, 15]);
    expect([changes.left.changed, changes.left.gone, changes.right.changed, changes.right.gone]).toEqual([
      [],
      [],
      [],
      [],
    ]);
    const now = new Set(ids(task, matches));
    const before = ids(old.task, first.matches);
    expect(fallen.map(({ left, right }) => `${left} ${right}`)).toEqual(before.filter((pair) => !now.has(pair)));
    expect(fresh).toHaveLength(now.size - (before.length - fallen.length));
    const rightOf = new Map(Array.from(matches.left, (l, i) => [task.left.ids[l]!, task.right.ids[matches.right[i]!]]));
    for (const { why, left, leftNow } of fallen) {
      expect(['rival', 'order', 'unsure']).toContain(why);
      expect(leftNow).toBe(rightOf.get(left));
    }
    expect(unmatched(updated)).toEqual({
      pairs: matches.left.length,
      left: matches.left.length,
      right: matches.left.length,
    });
  });

  test('old matches that fall are mostly those that were wrong', () => {
    const rows = updated.fallen.map(({ left, right }) => [task.left.row(left)!, task.right.row(right)!] as const);
    const wrong = rows.filter(([l, r]) => partner[l] !== r);
    expect(wrong.length).toBeGreaterThanOrEqual(0.5 * rows.length);
  });
});

describe('where nothing has changed', () => {
  test('every match stays as it is, to the last digit', async () => {
    const again = await updateAlignment(old.task, kept);
    expect(again.matches).toEqual(first.matches);
    expect([again.fallen, again.fresh]).toEqual([[], []]);
    expect(again.embeddings.left).toEqual(first.embeddings.left);
  });

  test('an update of an update keeps all of it', async () => {
    const again = await updateAlignment(task, updated.kept);
    expect(again.matches).toEqual(updated.matches);
    expect(again.fallen).toEqual([]);
  });
});

describe('entities that are gone, and decisions', () => {
  const links: Links = { left: truth.links.left.slice(0, 5), right: truth.links.right.slice(0, 5) };
  const wrong: Links = { left: truth.links.left.slice(5, 6), right: truth.links.right.slice(6, 7) };

  test('matches of entities that are gone fall, and nothing else needs to', async () => {
    const back = await updateAlignment(old.task, updated.kept);
    const gone = new Set([...back.changes.left.gone, ...back.changes.right.gone]);
    expect(gone.size).toBeGreaterThan(15);
    for (const { why, left, right } of back.fallen) expect(why === 'gone').toBe(gone.has(left) || gone.has(right));
    expect(linkedQuality(back.matches, old.truth.links).precision).toBeGreaterThan(0.9);
  });

  test('decisions are kept, to the next updates too, and count over what was matched', async () => {
    const decided = await updateAlignment(task, updated.kept, { links, different: wrong });
    const pairs = new Set(ids(task, decided.matches));
    for (const pair of ids(task, links)) expect(pairs).toContain(pair);
    expect(Array.from(decided.matches.confidence.slice(0, 5))).toEqual([1, 1, 1, 1, 1]);
    const next = await updateAlignment(task, decided.kept);
    expect(next.matches).toEqual(decided.matches);
    const matched: Links = { left: next.matches.left.slice(20, 21), right: next.matches.right.slice(20, 21) };
    const without = await updateAlignment(task, decided.kept, { different: matched });
    expect(ids(task, without.matches)).not.toContain(ids(task, matched)[0]);
    expect(without.fallen.find(({ why }) => why === 'rejected')).toMatchObject({
      left: task.left.ids[matched.left[0]!],
    });
    await expect(updateAlignment(task, kept, { links, different: links })).rejects.toThrow(/known link, too/);
  });
});

describe('what cannot be updated is refused', () => {
  test('other features', async () => {
    await expect(updateAlignment(task.withOnly(['image']), kept)).rejects.toThrow(
      /the features are image \(32\); they were/,
    );
  });

  test('many to one, and models without training', async () => {
    const many = await alignGraphs(old.task, { cardinality: 'many-to-one', confidence: 'plan' });
    expect(() => keepAlignment(old.task, many)).toThrow(/many to one/);
    const raw = await alignGraphs(old.task, { aligner: { model: 'raw', modelOptions: {} }, confidence: 'plan' });
    expect(() => keepAlignment(old.task, raw)).toThrow(/"raw" has nothing to train/);
  });
});
