import * as z from 'zod';
import { like, OptionError, type Options, option, optionSet, type Resolved, type Work } from '../base/index.js';
import type { AlignmentTask } from '../graph/index.js';
import { type ExpandOptions, expand, resolveExpand } from './expand.js';
import { learnWeightsOptions, weightsByAgreement } from './learn-weights.js';
import { linkSeeds } from './links.js';
import { type PresetName, presets } from './presets.js';
import { type RefineResult, refine } from './refine.js';
import { type RefineOptions, resolveRefine } from './refine-options.js';
import { resample } from './resample.js';
import { type ResampleOptions, resolveResample } from './resample-options.js';
import { checkCount, fields, type SeedResult, secondsSince, settings } from './stage.js';
import { resolveVariants, type VariantOptions } from './variants/options.js';
import { placeVariants, type VariantResult } from './variants/variants.js';
import { has, taskWeights, usedModalities, type Weights } from './weights.js';

export const psqeOptions = optionSet('psqe', {
  k: like(fields.k, 800, 'Seeds of stage 1; the later stages may end with more'),
  seed: like(fields.seed, 1, 'Drives everything random'),
  preset: option(
    z.enum(Object.keys(presets) as PresetName[]),
    'default',
    "Where the stages' settings come from: ours, or the public implementation's",
  ),
  weights: option(
    z.union([fields.weights.check, z.literal('learned')]).nullable(),
    null,
    "Block weights of the modalities in every stage; `learned`: by `learnWeights`; null: the preset's",
  ),
  links: like(
    fields.links,
    null,
    "Pairs known to be true, if any: they join stage 1's seeds in place of pairs that contradict them, teach every round of stage 2 and stay to the end (flooding starts from them, but picks freely until the first round). Raw features, which may mislead, then count in flooding only (`raw` is 0 in stages 2 and 3), and each graph has a layer of its own for pictures (`ownLayers`). Not with the reference",
  ),
  resample: option(settings<ResampleOptions>(), {}, "Changes to the preset's stage 1"),
  refine: option(settings<RefineOptions>(), {}, "Changes to the preset's stage 2"),
  expand: option(settings<ExpandOptions>(), {}, "Changes to the preset's stage 3"),
  variants: option(
    z.custom<VariantOptions | null>((value) => typeof value === 'object').optional(),
    undefined,
    "Changes to the preset's placing of variants at the end, see `variantSeeds`; null: none",
  ),
});

/** Settings of {@link psqe}: those of the whole, and of each stage. */
export interface PsqeOptions extends Options<typeof psqeOptions> {}

/** The final seeds, what each stage made of them, and every option as it was used. */
export interface PsqeResult extends SeedResult<PsqeOptions> {
  readonly stages: {
    readonly resample: SeedResult<ResampleOptions>;
    readonly refine: RefineResult;
    readonly expand: SeedResult<ExpandOptions>;
    /** Null where variants are not placed. */
    readonly variants: VariantResult | null;
  };
}

/**
 * PSQE, pseudo-seed quality enhancement (arXiv 2602.22903; method §3): `resampleSeeds`, `refineSeeds` and
 * `expandSeeds` in a row, and `variantSeeds`, which the paper does not have. One ingredient is changed by one option of its stage, for example
 * `psqe(task, { refine: { csls: 0 } })`. `psqe(task, result.options)` repeats a run.
 * @throws {OptionError} for unknown or bad options, {@link DataError} when the task has nothing comparable or stage 1
 * finds no seeds, {@link AbortedError}
 */
export async function psqe(task: AlignmentTask, options?: PsqeOptions, work?: Work): Promise<PsqeResult> {
  const start = performance.now();
  const o = await withWeights(task, psqeOptions.resolve(options), work);
  const first = await resample(task, o.resample, work);
  const second = await refine(task, first.seeds, o.refine, work);
  const third = await expand(task, second.seeds, second, o.expand, work);
  const last = o.variants && (await placeVariants(task, third.seeds, o.variants, work));
  return {
    seeds: (last ?? third).seeds,
    stages: { resample: first, refine: second, expand: third, variants: last },
    options: { ...o, resample: first.options, refine: second.options, expand: third.options },
    seconds: secondsSince(start),
  };
}

const resolvedVariants = (task: AlignmentTask, preset: VariantOptions | null, given?: VariantOptions | null) =>
  given === null || (given === undefined && preset === null) ? null : resolveVariants(task, { ...preset, ...given });

/** Links are one thing of the whole chain: stage 2 has the same ones, or none of its own, and stage 3 drops none. */
function checkLinks(task: AlignmentTask, { links, refine, expand, variants }: Resolved<PsqeOptions>): void {
  if (links) linkSeeds(task, links);
  if (links && expand.correct)
    throw new OptionError('could drop known links', 'psqe: option "expand.correct"', 'Leave it or "links" out');
  if (links && typeof expand.least === 'number')
    throw new OptionError('could drop known links', 'psqe: option "expand.least"', 'Leave it or "links" out');
  if (links && variants)
    throw new OptionError('could drop known links', 'psqe: option "variants"', 'Leave it or "links" out');
  if (!links && refine.links)
    throw new OptionError('is an option of psqe itself', 'psqe: option "refine.links"', 'Write psqe(task, { links })');
}

/**
 * PSQE's options with every stage's filled in from the preset, to call the stages one by one; all are checked. Weights
 * that are to be learned are learned first: `psqeStages(task, { weights: await learnWeights(task) })`.
 * @throws {OptionError} for unknown or bad options, {@link DataError} when the task has nothing comparable
 */
export function psqeStages(task: AlignmentTask, options?: PsqeOptions) {
  const o = psqeOptions.resolve(options);
  if (o.weights === 'learned')
    throw new OptionError(
      'weights are learned in a step of their own',
      'psqeStages: option "weights"',
      'Write psqeStages(task, { weights: await learnWeights(task) })',
    );
  return stagesWith(task, o, o.weights);
}

/** All options with the stages', weights learned where that is asked for; everything is checked before that work. */
async function withWeights(task: AlignmentTask, o: Resolved<PsqeOptions>, work?: Work) {
  if (o.weights !== 'learned') return stagesWith(task, o, o.weights);
  stagesWith(task, o, null);
  const options = learnWeightsOptions.resolve({ seed: o.seed });
  return stagesWith(task, o, await weightsByAgreement(task, options, work));
}

/** The stages' options from the preset, the given weights (null: the preset's) and the caller's changes, checked. */
function stagesWith(task: AlignmentTask, o: Resolved<PsqeOptions>, given: Weights | null) {
  checkCount(task, o.k, psqeOptions.component);
  const preset = presets[o.preset];
  const weights = given ?? preset.weights;
  const pictures = has(task, 'image');
  const names = !pictures && usedModalities(task, taskWeights(task, weights)).includes('name');
  const edges = task.left.triples.head.length > 0;
  const stages = preset.stages({ k: o.k, seed: o.seed, weights, links: o.links, pictures, names, edges });
  checkLinks(task, o);
  return {
    ...o,
    weights,
    resample: resolveResample(task, { ...stages.resample, ...o.resample }),
    refine: resolveRefine(task, { ...stages.refine, ...o.refine, links: o.links }),
    expand: resolveExpand(task, { ...stages.expand, ...o.expand }),
    variants: resolvedVariants(task, stages.variants, o.variants),
  };
}
