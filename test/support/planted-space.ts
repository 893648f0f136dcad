import { fuse } from '../../src/features/index.js';
import { type SyntheticOptions, syntheticTask } from '../../src/synthetic/index.js';
import { type Space, space } from '../../src/theory/index.js';

/** The fused features of a synthetic pair as a space: regions are clusters of directions. */
export function plantedSpace(options: SyntheticOptions = {}): Space {
  const { task, truth, regions } = syntheticTask({ widths: { image: 12 }, ...options });
  return space({ ...fuse(task), partner: truth.rightOf(task.left.entityCount), regions });
}
