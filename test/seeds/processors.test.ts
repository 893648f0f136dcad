import { execFileSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { hash, type Matrix, random, row } from '../../src/compute/index.js';
import { fuse } from '../../src/features/index.js';
import type { AlignmentTask } from '../../src/graph/index.js';
import { fusedWeights, pivotCsls, pivotSeeds, resampleSeeds } from '../../src/seeds/index.js';
import { enginesHere } from '../support/engines.js';
import { reordered } from '../support/planted.js';
import { processorsHere } from '../support/processors.js';
import { tiedTask } from '../support/tied-task.js';

/** What a process finds in which OpenBLAS takes this processor for another. */
function seedsOn(core: string): { why: string; found: Record<string, string[]> } {
  const script = `
    import { runnerImport } from 'vite';
    await runnerImport(process.argv[1], { configFile: false, logLevel: 'warn' });`;
  const fixture = new URL('fixture-seeds.ts', import.meta.url).pathname;
  const out = execFileSync(process.execPath, ['--input-type=module', '-e', script, fixture], {
    encoding: 'utf8',
    env: { ...process.env, OPENBLAS_CORETYPE: core },
  });
  return JSON.parse(out.trim().split('\n').at(-1)!);
}

describe.skipIf(enginesHere(['native']).length === 0)('seeds where much ties', () => {
  const cores = processorsHere();

  it.skipIf(cores.length < 2)('are the same on every processor', () => {
    const [first, ...others] = cores.map(seedsOn);
    for (const other of others) expect(other.found).toEqual(first!.found);
    for (const [c, { why }] of [first!, ...others].entries())
      expect(why.includes('unequal products')).toBe(cores[c] === 'Haswell');
    expect(first!.found['stage 1']).toHaveLength(60);
  });

  it('are the same in another order of the entities, but for which of two equal entities is taken', async () => {
    const task = tiedTask();
    const order = { left: random(3).permutation(120), right: random(4).permutation(120) };
    const other = reordered(task, order.left, order.right);
    const same = Int32Array.from({ length: 120 }, (_, i) => i);
    for (const { make, weights } of makers) {
      const kinds = kindsOf(task, weights);
      const pairs = async (of: AlignmentTask, { left, right }: { left: Int32Array; right: Int32Array }) => {
        const { seeds } = await make(of);
        return Array.from(
          seeds.left,
          (l, i) => `${seeds.score[i]} ${kinds.left[left[l]!]} ${kinds.right[right[seeds.right[i]!]!]}`,
        ).sort();
      };
      expect(await pairs(other, order)).toEqual(await pairs(task, { left: same, right: same }));
    }
  });
});

/** Ways to make seeds, and the weights of the features they compare by. */
const makers = [
  { make: (task: AlignmentTask) => pivotSeeds(task, { k: 60 }), weights: { image: 1 } },
  { make: (task: AlignmentTask) => pivotSeeds(task, { k: 60, ...pivotCsls }), weights: fusedWeights },
  { make: (task: AlignmentTask) => resampleSeeds(task, { k: 40, clusters: 5, pick: 'greedy' }), weights: fusedWeights },
];

/** What is compared of each entity, as text: equal entities are of one kind. */
function kindsOf(task: AlignmentTask, weights: Record<string, number>): { left: string[]; right: string[] } {
  const { left, right } = fuse(task, { weights });
  const kinds = (m: Matrix) =>
    Array.from({ length: m.rows }, (_, i) => `${row(m, i).reduce((h, x, d) => hash(h, Math.round(1e6 * x) + d), 0)}`);
  return { left: kinds(left), right: kinds(right) };
}
