import * as z from 'zod';
import {
  count,
  type Options,
  option,
  optionSet,
  type Resolved,
  steps,
  unknownOption,
  type Work,
} from '../base/index.js';
import { random } from '../compute/index.js';
import { AlignmentTask, type GroundTruth, type MultimodalGraph } from '../graph/index.js';
import { type Estimate, estimate, mean } from '../stats/index.js';
import { type MakePart, makeAnew } from './begun.js';
import { gainAblations } from './gain/ablations.js';
import type { GainRecord } from './gain/record.js';
import { gainRunner } from './gain/run.js';

export const missingOptions = optionSet('missingStudy', {
  modality: option(z.string().min(1), 'image', 'Features that are taken away'),
  kept: option(
    z.array(z.number().gt(0).max(1)).min(1),
    [1, 0.8, 0.6, 0.4, 0.2],
    'Shares of the entities with such features that keep theirs: drawn at random, each graph for itself, smaller shares out of larger ones',
  ),
  rows: option(
    z.array(z.string()).min(1),
    ['psqe', 'pivot-csls', 'seu', 'truth30'],
    'Rows of the gain study; the first is what the others are compared with',
  ),
  k: option(count(), 800, 'Seeds of the pivots and of stage 1'),
  seeds: option(z.array(z.number().int()).min(1), [1, 2, 3, 4, 5], 'Random seeds of draw, seeds and training'),
});

/** Settings of {@link missingStudy}. */
export interface MissingOptions extends Options<typeof missingOptions> {}

/** What a row is made of, of one run. */
type MissingRun = Pick<GainRecord, 'ablation' | 'count' | 'precision' | 'decoded'>;

/** One row of the gain study with one share of the features, over all random seeds. */
export interface MissingRow {
  readonly kept: number;
  /** A name of `gainAblations`. */
  readonly row: string;
  /** Number of seeds, in the mean. */
  readonly seeds: number;
  readonly precision: Estimate;
  /** Hits@1 among the test links' other ends, by CSLS and by Sinkhorn. */
  readonly csls: Estimate;
  readonly sinkhorn: Estimate;
  /** Hits@1 by CSLS less that of the first row with the same share, paired by random seed; null for that row. */
  readonly effect: Estimate | null;
}

/**
 * What seeds and aligners lose where features are missing: rows of the gain study (small aligner, its split) on a pair of
 * which only some entities keep their pictures, or another modality.
 * @param make keeps runs, so that a study which was stopped goes on
 * @throws {OptionError} for a row or modality that there is not
 */
export async function missingStudy(
  { name, task, truth }: { readonly name: string; readonly task: AlignmentTask; readonly truth: GroundTruth },
  options?: MissingOptions,
  work?: Work,
  make: MakePart = makeAnew,
): Promise<{ rows: MissingRow[]; options: Resolved<MissingOptions> }> {
  const o = missingOptions.resolve(options);
  const ablations = o.rows.map((row) => {
    const found = gainAblations.find(({ name }) => name === row);
    if (found) return found;
    throw unknownOption(
      'missingStudy',
      row,
      gainAblations.map(({ name }) => name),
      'row',
    );
  });
  const modalities = task.modalities.map((each) => each.name);
  if (!modalities.includes(o.modality)) throw unknownOption('missingStudy', o.modality, modalities, 'modality');
  const tell = steps(work, 'missing features', o.kept.length * o.seeds.length * ablations.length);
  const runs: { kept: number; record: MissingRun }[] = [];
  for (const seed of o.seeds)
    for (const kept of o.kept) {
      const run = gainRunner({ name, task: withSome(task, o.modality, { kept, seed }), truth, k: o.k });
      const record = async (row: (typeof ablations)[number]): Promise<MissingRun> => {
        const { ablation, count, precision, decoded } = await run(row, { seed }, { signal: work?.signal });
        return { ablation, count, precision, decoded };
      };
      for (const row of ablations) {
        runs.push({ kept, record: await make(`${seed} ${kept} ${row.name}`, () => record(row)) });
        await tell(runs.length);
      }
    }
  const of = (kept: number, row: string) =>
    runs.filter((run) => run.kept === kept && run.record.ablation === row).map(({ record }) => record);
  const rows = o.kept.flatMap((kept) => o.rows.map((row) => rowOf(kept, of(kept, row), of(kept, o.rows[0]!))));
  return { rows, options: o };
}

function rowOf(kept: number, runs: readonly MissingRun[], first: readonly MissingRun[]): MissingRow {
  const by = (decoder: 'csls' | 'sinkhorn', of = runs) => of.map((r) => r.decoded![decoder]!.test);
  const row = runs[0]!.ablation;
  return {
    kept,
    row,
    seeds: mean(runs.map((r) => r.count)),
    precision: estimate(runs.map((r) => r.precision)),
    csls: estimate(by('csls')),
    sinkhorn: estimate(by('sinkhorn')),
    effect: row === first[0]!.ablation ? null : estimate(by('csls'), by('csls', first)),
  };
}

/** The task with a modality's features left to a share of the entities that have some. */
function withSome(task: AlignmentTask, modality: string, o: { readonly kept: number; readonly seed: number }) {
  const [left, right] = [task.left, task.right].map((graph, side) => {
    const rng = random(o.seed).fork(`missing ${modality} ${side}`);
    const { values, known } = graph.features.get(modality)!;
    const had = [...known.keys()].filter((row) => known[row]);
    const lost = rng.permutation(had.length).subarray(Math.ceil(o.kept * had.length));
    const [data, still] = [values.data.slice(), known.slice()];
    for (const at of lost) {
      const row = had[at]!;
      still[row] = 0;
      data.fill(0, row * values.cols, (row + 1) * values.cols);
    }
    return graph.withFeatures(modality, { values: { ...values, data }, known: still });
  }) as [MultimodalGraph, MultimodalGraph];
  // Not `withModality`, which would put it behind the others.
  return new AlignmentTask({ name: task.name, left, right, modalities: task.modalities });
}
