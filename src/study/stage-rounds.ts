import { OptionError, type Work } from '../base/index.js';
import type { AlignmentTask, SeedSet } from '../graph/index.js';
import { floodSeeds, type RefineOptions, refineSeeds, resolveRefine, withLinks } from '../seeds/index.js';

/** Stage 2's pairs on the way: after flooding, and after some of its rounds. */
export interface RoundSeeds {
  readonly name: string;
  /** 0: flooding, before the first round. */
  readonly round: number;
  readonly seeds: SeedSet;
}

/**
 * Looks into stage 2 from outside: its pairs after flooding (where it floods) and after each of the given rounds. What a
 * round finds does not depend on the rounds after it, so stage 2 cut after round r gives the pairs that round r found;
 * each of `after` costs so many rounds. The error correction at its end is left out.
 * @throws {OptionError} for a round that the options do not have
 * @param options as used by stage 2, e.g. `result.stages.refine.options`; @param after numbers of rounds, from 1
 */
export async function roundSeeds(
  task: AlignmentTask,
  seeds: SeedSet,
  options: RefineOptions | undefined,
  after: readonly number[],
  work?: Work,
): Promise<RoundSeeds[]> {
  const { flood, rounds, links } = resolveRefine(task, options);
  const missing = after.find((round) => !(Number.isInteger(round) && round >= 1 && round <= rounds.length));
  if (missing !== undefined)
    throw new OptionError(
      `stage 2 has no round ${missing}`,
      'roundSeeds: after',
      `Give whole numbers from 1 to ${rounds.length}`,
    );
  const found: RoundSeeds[] = [];
  if (flood) {
    const given = withLinks(task, seeds, links);
    const flooded = await floodSeeds(task, given, flood, work);
    found.push({ name: 'flooding', round: 0, seeds: withLinks(task, flooded.seeds, links) });
  }
  for (const round of after) {
    const cut = { ...options, rounds: rounds.slice(0, round), correct: null };
    found.push({ name: `round ${round}`, round, seeds: (await refineSeeds(task, seeds, cut, work)).seeds });
  }
  return found;
}
