import * as z from 'zod';
import { count, type Options, option, optionSet, type Resolved, steps, type Work } from '../base/index.js';
import { random } from '../compute/index.js';
import { splitLinks } from '../evaluate/index.js';
import { plantedSeeds, type SyntheticOptions, syntheticTask } from '../synthetic/index.js';
import {
  fitRegionHits,
  type RegionFit,
  type RegionOutcome,
  regionEase,
  regionOutcomes,
  rSquared,
} from '../theory/index.js';
import { type AlignerOptions, trainAligner } from '../train/index.js';
import { gainAligners } from './gain/index.js';

const given = <T extends object>() => z.custom<T>((value) => typeof value === 'object' && value !== null);

export const predictionOptions = optionSet('predictionStudy', {
  synthetic: option(
    given<SyntheticOptions>(),
    { entities: 900, regions: 6, noise: 1.8, degree: 5 },
    "Dials of the pairs; `seed` is each run's own",
  ),
  unequal: option(
    z.number().min(0).max(1),
    0,
    'How unequally hard the regions are: the noise of each is drawn from (1 - u) … (1 + u) times `synthetic.noise`; 0: all alike',
  ),
  k: option(count(), 180, 'Seeds of a run'),
  fitted: option(
    z.array(z.number().int()).min(1),
    [1, 2, 3, 4, 5, 6],
    'Random seeds of the runs that the prediction is fitted on ([1, …, 6])',
  ),
  held: option(z.array(z.number().int()).min(1), [7, 8, 9], 'Those it is tested on'),
  aligner: option(
    given<AlignerOptions>(),
    { ...gainAligners.small!, epochs: 20 },
    "The aligner; its seed is the run's (the gain study's small one, about as many steps as on the emoji pair)",
  ),
});

/** Settings of {@link predictionStudy}. */
export interface PredictionOptions extends Options<typeof predictionOptions> {}

/** A prediction and how well it does. */
export interface RegionPrediction extends RegionFit {
  /** R² on the runs it was not fitted on. */
  readonly held: number;
}

export interface PredictionStudy {
  /** Hits@1 of a region from p_c alone. */
  readonly precision: RegionPrediction;
  /** From p_c and q_c/π_c, without their product. */
  readonly linear: RegionPrediction;
  /** From p_c, q_c/π_c and their product: T5's form. */
  readonly seeds: RegionPrediction;
  /** From these and from what raw features alone give there. */
  readonly eased: RegionPrediction;
  readonly rows: { readonly fitted: readonly RegionOutcome[]; readonly held: readonly RegionOutcome[] };
  readonly options: Resolved<PredictionOptions>;
}

/**
 * T5's prediction on planted pairs: in each run every region gets a precision of its own (0 … 1) and a density of seeds of
 * its own, an aligner is trained, and Hits@1 by region is fitted on some runs and tested on others.
 */
export async function predictionStudy(options?: PredictionOptions, work?: Work): Promise<PredictionStudy> {
  const o = predictionOptions.resolve(options);
  const rows = { fitted: [] as RegionOutcome[], held: [] as RegionOutcome[] };
  const step = steps(work, 'prediction', o.fitted.length + o.held.length);
  let done = 0;
  await step(0);
  for (const part of ['fitted', 'held'] as const)
    for (const seed of o[part]) {
      rows[part].push(...(await oneRun(seed, o, work)));
      await step(++done);
    }
  const tested = (fit: RegionFit) => ({ ...fit, held: rSquared(rows.held, fit.predict) });
  return {
    precision: tested(fitRegionHits(rows.fitted, { terms: ['precision'] })),
    linear: tested(fitRegionHits(rows.fitted, { terms: ['precision', 'density'] })),
    seeds: tested(fitRegionHits(rows.fitted)),
    eased: tested(fitRegionHits(rows.fitted, { terms: ['precision', 'density', 'product', 'ease'] })),
    rows,
    options: o,
  };
}

async function oneRun(seed: number, o: Resolved<PredictionOptions>, work?: Work): Promise<RegionOutcome[]> {
  const draw = random(seed).fork('prediction');
  const count = o.synthetic.regions ?? 6;
  const each = (from: number, to: number) => Array.from({ length: count }, () => from + (to - from) * draw.uniform());
  const precision = each(0, 1);
  const shares = each(0.05, 1.05);
  const noise = noises(each(-1, 1), o);
  const { task, truth, regions } = syntheticTask({ ...o.synthetic, noise, seed });
  const { test } = splitLinks(truth, { seed, test: 0.5 });
  const { seeds } = plantedSeeds(truth, regions, { k: o.k, precision, shares, seed });
  const trained = await trainAligner(task, seeds, { ...o.aligner, seed }, { signal: work?.signal });
  const partner = truth.rightOf(task.left.entityCount);
  return regionOutcomes(task, seeds, trained, { regions, partner, test, ease: regionEase(task, { regions, test }) });
}

function noises(draws: readonly number[], { synthetic, unequal }: Resolved<PredictionOptions>): number[] {
  const mean = synthetic.noise ?? 1.8;
  return draws.map((x, c) => (typeof mean === 'number' ? mean : mean[c]!) * (1 + unequal * x));
}
