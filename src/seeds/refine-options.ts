import * as z from 'zod';
import {
  columnCount,
  count,
  like,
  OptionError,
  type Options,
  option,
  optionSet,
  type Resolved,
  unknownOption,
} from '../base/index.js';
import type { AlignmentTask } from '../graph/index.js';
import { lossFields, lossWants } from '../models/index.js';
import { type CorrectOptions, resolveCorrect } from './correct.js';
import { graphSource } from './encoder.js';
import { type FloodOptions, floodOptions } from './flood.js';
import { type GrowOptions, growFields } from './grow.js';
import { type PlanOptions, planOptions } from './plan.js';
import { checkWeights } from './sides.js';
import { checkCompared, fields } from './stage.js';
import { fusedWeights, has } from './weights.js';

export const refineOptions = optionSet('refineSeeds', {
  rounds: option(
    z.array(z.number().gt(0).max(1)).min(1),
    [0.25, 0.35, 0.45, 0.55, 0.7, 0.85, 1],
    "One round a number: the share of the pairs, the surest first, that the round's encoder is trained on; the pairs that it then finds are the next round's; the reference: [1]",
  ),
  curriculum: option(
    z.enum(['margin', 'score']),
    'margin',
    "What makes a pair sure: the `margin` of its score over both ends' second best, or the `score`. Pairs of a `greedy` walk have no margin and go by score, and so do the given seeds in the first round without flooding. Seeds that are kept are the surest",
  ),
  curriculumRegions: option(
    count(0),
    0,
    'Regions (`entityRegions`) of which each gives its share of the surest pairs; 0: the surest wherever they are',
  ),
  keep: option(
    z.boolean(),
    false,
    'Whether the given seeds stay, and found pairs join only where neither end is in one; the reference: true',
  ),
  links: like(
    fields.links,
    null,
    'Pairs known to be true, if any: they join the given seeds, every round is trained on all of them, and they stay to the end; found pairs join only where neither end is in one. `psqe` with links sets `raw` and `ownLayers` too',
  ),
  linkWeight: option(z.number().positive(), 10, 'How many times as much as a found pair a link counts in the loss'),
  flood: option(
    z.custom<FloodOptions | null>((value) => typeof value === 'object'),
    {},
    "Seeds that support their neighbours' pairs, before the first round and in each; null: none",
  ),
  epochs: option(count(), 4, "Passes over a round's seeds; the reference: 300"),
  step: option(
    z.enum(['batch', 'epoch']),
    'batch',
    'An optimiser step after each `batch`, or one an `epoch` as the reference',
  ),
  learningRate: option(z.number().positive(), 0.01, "AdamW's step length"),
  weightDecay: option(z.number().nonnegative(), 0.01, "AdamW's decoupled decay"),
  batchSize: option(count(2), 400, "Seeds a batch, each other's negatives; the reference: 2000"),
  temperature: option(z.number().positive(), 0.1, 'τ of the contrastive loss; the reference: 1'),
  normalize: option(z.boolean(), true, 'Whether embeddings are made unit before the loss; the reference: not'),
  confidence: option(
    z.enum(['none', 'margin']),
    'none',
    'Pairs count in the loss alike, `none`, or by their `margin`, at most 2, where they have one; needs `normalize`',
  ),
  ...lossFields,
  graphInput: option(
    z.enum(['entity', 'features']),
    'entity',
    'What goes through the graph: an embedding of each `entity`, or its `features` as in the reference',
  ),
  ownLayers: option(
    z.array(z.string()),
    [],
    "Modalities that each graph has a linear layer of its own for, so that its way to show a thing can be learned, as one vendor's skin tones against another's; without known links it gives little. Such a modality's features are held twice as wide",
  ),
  width: option(columnCount(), 100, 'Width of the encoder; the reference: 300'),
  heads: option(
    z.array(columnCount()).min(1).max(64),
    [1, 1],
    'Attention heads of each graph layer; the reference: [2, 2]',
  ),
  weights: like(fields.weights, fusedWeights, 'Block weights of the modalities in the similarity that picks new pairs'),
  raw: option(z.number().nonnegative(), 1, 'Weight of the raw features in that similarity; the reference: 0'),
  learned: option(z.number().nonnegative(), 3, 'Weight of the learned embeddings in it; the reference: 1'),
  labels: like(fields.labels, 0, `${fields.labels.words}. Without pictures, \`psqe\` sets it where there are names`),
  missing: like(
    fields.missing,
    'spread',
    'What becomes of the weight of a raw modality that an entity lacks in it, see `fuse`; flooding has its own',
  ),
  pick: like(
    fields.pickOrPlan,
    'mutual',
    "New pairs: `mutual` nearest neighbours, a `greedy` one-to-one walk, or each other's most probable partners in `sinkhorn`'s plan, without `csls`",
  ),
  plan: like(
    fields.plan,
    {},
    "Sinkhorn's settings where pairs are picked by it; its temperature is that of a similarity of weight 1",
  ),
  propagate: like(
    fields.propagate,
    0,
    'How often the raw features are passed along the triples before they count in that similarity, see `propagate`; flooding has its own',
  ),
  expand: option(
    z.custom<GrowOptions | null>((value) => typeof value === 'object'),
    null,
    "Neighbourhood expansion of each round's pairs, with settings as stage 3's but of its own; by margin what joins is the least sure; null: none",
  ),
  k: option(
    count().nullable(),
    null,
    'At most so many pairs are picked; null: every mutual pair, for `greedy` as many as there are seeds',
  ),
  csls: like(fields.csls, 10, 'Neighbours in the hubness correction, CSLS; 0: none'),
  candidates: like(fields.candidates, 100, 'A greedy walk looks at the `candidates · k` most similar pairs'),
  correct: option(
    z.custom<CorrectOptions | null>((value) => typeof value === 'object'),
    null,
    'The error correction at the end; null: none',
  ),
  order: like(
    fields.order,
    'score',
    'Order of the result: best `score` first, or `arrival`: as picked, seeds that are kept before the others',
  ),
  seed: like(fields.seed, 1, "Draws the encoder's first values, orders batches, breaks ties"),
});

/** Settings of `refineSeeds`; `preset: 'reference'` of `psqe` names the public implementation's. */
export interface RefineOptions extends Options<typeof refineOptions> {}

/** Expansion within the rounds. */
export const growOptions = optionSet('refineSeeds: expand', growFields);

/** Every option filled in, those of flooding, expansion and correction too. */
export type ResolvedRefine = Resolved<RefineOptions> & {
  readonly plan: Resolved<PlanOptions>;
  readonly flood: Resolved<FloodOptions> | null;
  readonly expand: Resolved<GrowOptions> | null;
  readonly correct: Resolved<CorrectOptions> | null;
};

/** Every option filled in, and checked against one another and the task. */
export function resolveRefine(task: AlignmentTask, options?: RefineOptions): ResolvedRefine {
  const o = refineOptions.resolve(options);
  checkLoss(o);
  // With flooding, seeds' support alone can pick pairs.
  if (!o.flood) checkCompared(o, refineOptions.component);
  checkOwnLayers(task, o);
  if (o.links && o.correct) refuse('could drop links that are known to be true', 'correct', 'Leave out one of the two');
  if (o.raw > 0) checkWeights(task, o.weights);
  return {
    ...o,
    plan: planOptions.resolve(o.plan),
    flood: o.flood && resolveFlood(task, o),
    expand: o.expand && resolveGrow(task, o),
    correct: o.correct && resolveCorrect(task, o.correct),
  };
}

/** Flooding with stage 2's settings where it has none of its own. */
function resolveFlood(task: AlignmentTask, { weights, csls, seed, flood }: Resolved<RefineOptions>) {
  const o = floodOptions.resolve({ weights, csls, seed, ...flood });
  checkWeights(task, o.weights);
  return { ...o, plan: planOptions.resolve(o.plan) };
}

/** Expansion with stage 2's settings where it has none of its own. */
function resolveGrow(task: AlignmentTask, given: Resolved<RefineOptions>) {
  const { weights, raw, learned, labels, missing, propagate, seed, expand } = given;
  const o = growOptions.resolve({ weights, raw, learned, labels, missing, propagate, seed, ...expand });
  checkCompared(o, growOptions.component);
  if (o.raw > 0) checkWeights(task, o.weights);
  return o;
}

function refuse(what: string, option: string, remedy: string): never {
  throw new OptionError(what, `refineSeeds: option "${option}"`, remedy);
}

/** Embeddings as they are, the reference's, are not weighed; pairs that neighbours add have no margin to weigh by. */
function checkLoss(o: Resolved<RefineOptions>): void {
  const { weights, balance, negatives } = lossWants(o, refineOptions.component);
  const raw = 'has no effect on embeddings that are not unit';
  const unit = 'Set normalize: true, or leave it out';
  if (!o.normalize && o.confidence === 'margin') refuse(raw, 'confidence', unit);
  if (!o.normalize && negatives) refuse(raw, 'negatives', unit);
  if (!o.normalize && balance) refuse(raw, o.repulsion === 'balanced' ? 'repulsion' : 'anchors', unit);
  if (!o.normalize && o.links) refuse('cannot count more in a loss of embeddings that are not unit', 'links', unit);
  if (!weights && (o.links || o.confidence === 'margin'))
    refuse(`"${o.loss}" does not weigh pairs`, 'loss', 'Choose another, or leave out links and confidence');
  if (o.expand && o.confidence === 'margin')
    refuse('pairs that join by expansion have no margin', 'confidence', 'Leave out one of the two');
}

function checkOwnLayers(task: AlignmentTask, { ownLayers, graphInput }: Resolved<RefineOptions>): void {
  const known = task.modalities.map((m) => m.name);
  for (const name of ownLayers) {
    if (!known.includes(name)) throw unknownOption('refineSeeds: option "ownLayers"', name, known, 'modality');
    if (!has(task, name)) refuse(`"${name}" cannot be compared across the graphs`, 'ownLayers', 'Leave it out');
    if (graphInput === 'features' && graphSource(task) === name)
      refuse(
        `"${name}" goes through the graph, which is one for both`,
        'ownLayers',
        "Leave out graphInput: 'features', or set ownLayers: []",
      );
  }
}
