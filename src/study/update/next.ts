import type { RankedMatches } from '../../graph/index.js';
import type { ModelWeights } from '../../train/index.js';
import { today } from './changes.js';
import type { KeptAlignment } from './kept.js';
import type { UpdateRun } from './run.js';

/** What an update adds to it. */
interface Updated {
  readonly matches: RankedMatches;
  readonly weights: readonly ModelWeights[];
  readonly ordered: boolean;
}

/** What is kept of an update for the next one. */
export function keptNow({ task, kept, sides, changes, links, different }: UpdateRun, updated: Updated): KeptAlignment {
  const { at, left, right } = today(kept.seen, changes.now);
  return {
    ...kept,
    task: task.name,
    ...sides,
    seen: { left, right, half: Uint8Array.from(at, (i) => kept.seen.half[i]!) },
    ...updated,
    options: { ...kept.options, links, different },
  };
}
