import type { PsqeOptions } from '../../seeds/index.js';
import type { AlignerOptions } from '../../train/index.js';

/** One row of the gain table: how seeds are made, and what is different about the aligner. */
export interface Variant {
  /** The row's name, by which it is run again. */
  readonly name: string;
  /** What it shows, in a few words. */
  readonly label: string;
  /** The part of the table. */
  readonly part: 'baseline' | 'stage 1' | 'stage 1 alone' | 'stage 2' | 'stage 3' | 'loss' | 'truth';
  /**
   * Where the seeds come from: PSQE with `psqe`'s changes, a pivot (`size: 'psqe'`: as many pairs as PSQE ends with), 30 %
   * of the true links; `-refined`: put through PSQE's stages 2 and 3; `vote`: what most of three PSQE runs agree on.
   */
  readonly seeds:
    | 'psqe'
    | 'stage1'
    | 'stage2'
    | 'pivot'
    | 'pivot-refined'
    | 'pivot-csls'
    | 'truth'
    | 'truth-refined'
    | 'vote';
  readonly size?: 'psqe';
  /** So many of the true links that are not tested on, drawn by the run's random seed, are given to PSQE as known. */
  readonly links?: number;
  readonly psqe?: PsqeOptions;
  /** Seeds weighted in the aligner's loss by their rank by score, from 2 for the first to 0 for the last, or alike. */
  readonly weighted?: boolean;
  /** Changes to the aligner. */
  readonly aligner?: AlignerOptions;
}

const change = (part: Variant['part'], name: string, label: string, psqe: PsqeOptions): Variant => ({
  name,
  label,
  part,
  seeds: 'psqe',
  psqe,
});

const given = (name: string, label: string, links: number, psqe?: PsqeOptions): Variant => ({
  name,
  label,
  part: 'truth',
  seeds: 'psqe',
  links,
  ...(psqe && { psqe }),
});

const stage1Alone = (name: string, label: string, psqe: PsqeOptions): Variant => ({
  name,
  label,
  part: 'stage 1 alone',
  seeds: 'stage1',
  psqe,
});

/** Neighbours of the hubness correction in every stage. */
const csls = (csls: number): PsqeOptions => ({ resample: { csls }, refine: { csls }, expand: { csls } });

const loss = (name: string, label: string, modelOptions: object): Variant => ({
  name,
  label,
  part: 'loss',
  seeds: 'psqe',
  aligner: { modelOptions },
});

/** The rows of the gain table: PSQE, what it is compared with, and each of its ingredients changed alone. */
export const gainVariants: readonly Variant[] = [
  { name: 'pivot', label: 'image pivot at k', part: 'baseline', seeds: 'pivot' },
  // A greedy walk over 100 pairs a seed: where pictures are alike it ends before it has PSQE's number.
  { name: 'pivot-n', label: "image pivot at PSQE's number", part: 'baseline', seeds: 'pivot', size: 'psqe' },
  { name: 'pivot-csls', label: 'CSLS pivot at k', part: 'baseline', seeds: 'pivot-csls' },
  { name: 'pivot-csls-n', label: "CSLS pivot at PSQE's number", part: 'baseline', seeds: 'pivot-csls', size: 'psqe' },
  change('baseline', 'reference', "the public code's settings", { preset: 'reference' }),
  { name: 'psqe', label: 'PSQE', part: 'baseline', seeds: 'psqe' },
  { name: 'truth30', label: '30 % true seeds', part: 'truth', seeds: 'truth' },
  { name: 'truth30-refined', label: '30 % true seeds, stages 2 and 3', part: 'truth', seeds: 'truth-refined' },
  given('links-10', '10 true links given to PSQE', 10),
  given('links-50', '50 true links given to PSQE', 50),
  given('links-50-raw', '50 true links, raw features beside what is learned', 50, {
    refine: { raw: 1 },
    expand: { raw: 1 },
  }),
  given('links-50-shared', '50 true links, one picture layer for both graphs', 50, { refine: { ownLayers: [] } }),
  given('links-50-light', '50 true links that count no more than found pairs', 50, { refine: { linkWeight: 1 } }),
  // What the links' rows change besides the links; of pictures only, so not among the ingredients of any pair.
  change('truth', 'own-layers', 'a picture layer of its own for each graph, no links', {
    refine: { ownLayers: ['image'] },
  }),
  given('links-200', '200 true links given to PSQE', 200),
  given('links-all', '30 % of the true links given to PSQE', Number.POSITIVE_INFINITY),

  { name: 'stage1', label: 'stage 1 alone', part: 'stage 1', seeds: 'stage1' },
  { name: 'from-pivot', label: 'the image pivot in place of stage 1', part: 'stage 1', seeds: 'pivot-refined' },
  change('stage 1', 'no-quota', 'no quotas: the best mutual pairs', { resample: { clusters: 1 } }),
  change('stage 1', 'clusters-5', '5 clusters instead of 50', { resample: { clusters: 5 } }),
  change('stage 1', 'clusters-auto', 'number of clusters chosen without labels', { resample: { clusters: 'auto' } }),
  change('stage 1', 'quota-degree', 'quotas by degree too', { resample: { strata: 'cluster-degree' } }),
  change('stage 1', 'stage1-plain', 'no hubness correction in stage 1', { resample: { csls: 0 } }),
  change('stage 1', 'stage1-greedy', 'greedy walk instead of mutual neighbours', { resample: { pick: 'greedy' } }),
  change('stage 1', 'weights-reference', "the reference's block weights (.8, .1, .1)", {
    weights: { image: 0.8, attribute: 0.1, relation: 0.1 },
  }),
  change('stage 1', 'weights-equal', 'equal block weights', { weights: { image: 1, attribute: 1, relation: 1 } }),
  change('stage 1', 'weights-learned', 'block weights learned without labels', { weights: 'learned' }),
  change('stage 1', 'missing-zero', 'missing pictures as zeros', {
    resample: { missing: 'zero' },
    refine: { missing: 'zero', flood: { missing: 'zero' } },
    expand: { missing: 'zero' },
  }),
  change('stage 1', 'no-relation', 'no relations in any similarity', { weights: { image: 1, attribute: 1 } }),
  stage1Alone('stage1-400', '400 seeds of stage 1 alone', { k: 400 }),
  stage1Alone('stage1-400-no-quota', '400 seeds of stage 1 alone, no quotas', { k: 400, resample: { clusters: 1 } }),
  stage1Alone('stage1-1600', '1600 seeds of stage 1 alone', { k: 1600 }),
  stage1Alone('stage1-1600-no-quota', '1600 seeds of stage 1 alone, no quotas', { k: 1600, resample: { clusters: 1 } }),
  change('stage 1', 'k-400', '400 seeds in stage 1 instead of 800', { k: 400 }),
  change('stage 1', 'k-1600', '1600 seeds in stage 1 instead of 800', { k: 1600 }),

  { name: 'stage2', label: 'without stage 3', part: 'stage 2', seeds: 'stage2' },
  change('stage 2', 'no-flood', 'no flooding', { refine: { flood: null } }),
  change('stage 2', 'one-round', 'one round on all pairs', { refine: { rounds: [1] } }),
  change('stage 2', 'no-curriculum', 'seven rounds on all pairs', { refine: { rounds: [1, 1, 1, 1, 1, 1, 1] } }),
  change('stage 2', 'curriculum-score', 'curriculum by score, not margin', { refine: { curriculum: 'score' } }),
  change('stage 2', 'curriculum-regions', 'the surest pairs of each of 20 regions', {
    refine: { curriculumRegions: 20 },
  }),
  change('stage 2', 'expand-rounds', 'neighbourhood expansion in every round', { refine: { expand: {} } }),
  { name: 'vote', label: 'pairs that two of three PSQE runs find', part: 'stage 2', seeds: 'vote' },
  change('stage 2', 'no-training', 'flooding alone, nothing learned', {
    refine: { learned: 0, rounds: [1], epochs: 1 },
    expand: { learned: 0 },
  }),
  change('stage 2', 'no-raw', 'learned similarity alone', { refine: { raw: 0 }, expand: { raw: 0 } }),
  change('stage 2', 'graph-features', 'pictures through the graph, as published', {
    refine: { graphInput: 'features' },
  }),
  change('stage 2', 'csls-3', 'hubness correction by 3 neighbours instead of 10', csls(3)),
  change('stage 2', 'csls-30', 'hubness correction by 30 neighbours instead of 10', csls(30)),
  change('stage 2', 'stage2-plain', 'no hubness correction in stage 2', { refine: { csls: 0 } }),
  change('stage 2', 'correct-left', 'error correction, hard, one direction', {
    refine: { correct: { direction: 'left', tolerance: 0 } },
  }),
  change('stage 2', 'correct-both', 'error correction, hard, both directions', {
    refine: { correct: { direction: 'both', tolerance: 0 } },
  }),
  change('stage 2', 'correct-either', 'error correction, soft, either direction', { refine: { correct: {} } }),
  change('stage 2', 'confidence', 'pairs weighted by margin in the loss', { refine: { confidence: 'margin' } }),
  change('stage 2', 'stage2-negatives-all', 'negatives of all entities in stage 2', {
    refine: { contrast: { negatives: 'all' } },
  }),
  change('stage 2', 'stage2-balanced', 'balanced repulsion in stage 2', {
    refine: { contrast: { repulsion: 'balanced' } },
  }),

  change('stage 3', 'no-centre', 'neighbourhoods not centred', { expand: { center: false } }),
  change('stage 3', 'expand-best', "neighbours above the reference's thresholds", {
    expand: { pick: 'best', center: false, threshold: [0.8, 0.9], raw: 0.5, learned: 0.5 },
  }),

  loss('negatives-all', 'aligner: negatives of all entities', { negatives: 'all' }),
  loss('repulsion-balanced', 'aligner: balanced repulsion', { repulsion: 'balanced' }),
  loss('anchors-balanced', 'aligner: balanced anchors', { anchors: 'balanced' }),
  { name: 'weighted-seeds', label: 'aligner: surer seeds count more', part: 'loss', seeds: 'psqe', weighted: true },
];

/** Rows that are PSQE with one ingredient changed. */
export const gainIngredients: readonly Variant[] = gainVariants.filter(
  ({ part }) => (part.startsWith('stage ') && part !== 'stage 1 alone') || part === 'loss',
);

/** Aligners of the gain table. */
export const gainAligners: Readonly<Record<string, AlignerOptions>> = {
  /** MCLEA, small and quick: for what one ingredient does. */
  small: {
    model: 'mclea',
    epochs: 4,
    step: 'batch',
    learningRate: 0.01,
    modelOptions: { width: 100, heads: [1, 1] },
  },
  mclea: { model: 'mclea', epochs: 30 },
  meaformer: { model: 'meaformer', epochs: 30 },
  /** MEAformer, small and quick in the same way: for whether another aligner agrees on the order of rows. */
  'meaformer-small': {
    model: 'meaformer',
    epochs: 4,
    step: 'batch',
    batchSize: 512,
    learningRate: 0.01,
    modelOptions: { width: 100, graphHeads: [1, 1] },
  },
};
