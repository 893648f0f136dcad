import { expect, it } from 'vitest';
import { endProfile, startProfile } from '../../../src/base/index.js';
import { useEngine } from '../../../src/compute/index.js';
import { hashedNgrams, relationCounts } from '../../../src/features/index.js';
import type { AlignmentTask } from '../../../src/graph/index.js';
import { alignGraphs } from '../../../src/study/index.js';
import { costOfPass, searchPasses } from '../../../src/study/plan/passes.js';
import { syntheticTask } from '../../../src/synthetic/index.js';
import { enginesHere } from '../../support/engines.js';

const searches = ['searchTopRows', 'searchTopBoth', 'searchBest', 'transportStep', 'searchRanks'];

/** Entities with names, relations, and pictures where they are wanted. */
function named(pictures: boolean): AlignmentTask {
  const { task, truth } = syntheticTask({ entities: 200, relations: 7, widths: { image: 48 } });
  const texts = Array.from({ length: 200 }, (_, i) => `entity ${(i * 7919) % 200} of ${i % 17}`);
  const right: string[] = [];
  truth.links.left.forEach((l, i) => {
    right[truth.links.right[i]!] = texts[l]!;
  });
  const relation = relationCounts(task);
  const name = hashedNgrams(texts, right, { dimensions: 64 });
  const whole = task
    .withModality(relation.modality, relation.left, relation.right)
    .withModality({ name: 'name', comparable: true }, name.left, name.right);
  return pictures ? whole : whole.withOnly(['relation', 'name']);
}

it.runIf(enginesHere().includes('wasm')).each([true, false])(
  'the searches that aligning makes are those that are counted beforehand, pictures: %s',
  async (pictures) => {
    useEngine({ engine: 'wasm' });
    const task = named(pictures);
    startProfile();
    await alignGraphs(task);
    // k-means, before stage 1's searches, compares with few centres, and views beside the aligner are tried on the seeds alone.
    const few = (stage: string) => stage === 'stage 1' || stage.startsWith('beside');
    const made = endProfile().filter(
      ({ op, stage }) => searches.includes(op) && !(op === 'searchTopRows' && few(stage)),
    );
    const found = made.reduce((sum, { flops }) => sum + flops, 0);
    const expected = searchPasses(task).reduce((sum, pass) => sum + costOfPass(pass, 200, 200).flops, 0);
    expect(found / expected).toBeGreaterThan(0.95);
    expect(found / expected).toBeLessThan(1.05);
  },
);
