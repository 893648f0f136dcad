import type { PsqeOptions } from '../../seeds/index.js';
import type { AlignerOptions } from '../../train/index.js';

/** What an ablation's changes are to: the part of PSQE, or what PSQE is compared with. */
export type AblationGroup =
  | 'baseline'
  | 'peer'
  | 'truth'
  | 'links'
  | 'pictures'
  | 'stage 1'
  | 'stage 1 alone'
  | 'stage 2'
  | 'stage 3'
  | 'loss';

/** One way to make seeds, changed in one thing, and what is different about the aligner: a row of the gain table. */
export interface Ablation<T = PsqeOptions> {
  /** By which it is run again. */
  readonly name: string;
  /** What it shows, in a few words. */
  readonly label: string;
  readonly group: AblationGroup;
  /** It is one of the table that other methods and pairs are compared in. */
  readonly main?: boolean;
  /** The source of its seeds, a name of `seedSourceNames()`. */
  readonly source: string;
  /** Changes to the source's options. */
  readonly options?: T;
  /** As many seeds are asked for as this source ends with. */
  readonly size?: string;
  /** So many of the true links that are not tested on, drawn by the run's random seed, are given to the source as known. */
  readonly links?: number;
  /** Seeds weighted in the aligner's loss by their rank by score, from 2 for the first to 0 for the last, or alike. */
  readonly weighted?: boolean;
  /** Changes to the aligner. */
  readonly aligner?: AlignerOptions;
}

/** The three stages alone, changed in one thing: to be compared with `no-variants`. */
const change = (group: AblationGroup, name: string, label: string, options: PsqeOptions): Ablation => ({
  name,
  label,
  group,
  source: 'psqe',
  options: { ...options, variants: null },
});

const given = (name: string, label: string, links: number, options?: PsqeOptions): Ablation => ({
  name,
  label,
  group: 'links',
  source: 'psqe',
  links,
  ...(options && { options }),
});

const stage1Alone = (name: string, label: string, options: PsqeOptions): Ablation => ({
  name,
  label,
  group: 'stage 1 alone',
  source: 'stage1',
  options,
});

/** All of the true links that are not tested on. */
const every = Number.POSITIVE_INFINITY;

/** Neighbours of the hubness correction in every stage. */
const csls = (csls: number): PsqeOptions => ({ resample: { csls }, refine: { csls }, expand: { csls } });

/** Another method without training, its seeds embedded by itself. */
const peer = (name: string, label: string, source: string, options?: object): Ablation => ({
  name,
  label,
  group: 'peer',
  source,
  ...(options && { options }),
  aligner: { model: name },
});

const loss = (name: string, label: string, modelOptions: object): Ablation => ({
  name,
  label,
  group: 'loss',
  source: 'psqe',
  options: { variants: null },
  aligner: { modelOptions },
});

/** PSQE, what it is compared with, and each ingredient of its three stages changed alone. */
export const gainAblations: readonly Ablation[] = [
  { name: 'pivot', label: 'image pivot at k', group: 'baseline', main: true, source: 'pivot' },
  // A greedy walk over 100 pairs a seed: where pictures are alike it ends before it has PSQE's number.
  {
    name: 'pivot-n',
    label: "image pivot at PSQE's number",
    group: 'baseline',
    main: true,
    source: 'pivot',
    size: 'psqe',
  },
  { name: 'pivot-csls', label: 'CSLS pivot at k', group: 'baseline', main: true, source: 'pivot-csls' },
  {
    name: 'pivot-csls-n',
    label: "CSLS pivot at PSQE's number",
    group: 'baseline',
    main: true,
    source: 'pivot-csls',
    size: 'psqe',
  },
  { name: 'reference', label: "the public code's settings", group: 'baseline', main: true, source: 'reference' },
  { name: 'psqe', label: 'PSQE', group: 'baseline', main: true, source: 'psqe' },
  // What the ingredients are changes to. Runs of PSQE from before variants were placed stand here too.
  { ...change('baseline', 'no-variants', 'variants not placed: the three stages alone', {}), main: true },
  {
    name: 'psqe-beside',
    label: "PSQE, with SEU and LightEA's view of its seeds beside the aligner",
    group: 'baseline',
    source: 'psqe',
    aligner: { beside: ['seu', 'labels'], besideLeast: 0.5 },
  },
  // Not SEU's seeds but what the features alone would give: no layer of propagation.
  peer('raw', 'raw features, nothing trained', 'seu', { layers: 0 }),
  peer('seu', 'SEU, nothing trained', 'seu'),
  peer('lightea', 'LightEA without labels, nothing trained', 'lightea'),
  { name: 'truth30', label: '30 % true seeds', group: 'truth', main: true, source: 'truth', links: every },
  {
    name: 'truth30-refined',
    label: "30 % true seeds through PSQE's later stages",
    group: 'truth',
    main: true,
    source: 'truth-refined',
    links: every,
    options: { variants: null },
  },
  given('links-10', '10 true links given to PSQE', 10),
  { ...given('links-50', '50 true links given to PSQE', 50), main: true },
  given('links-50-raw', '50 true links, raw features beside what is learned', 50, {
    refine: { raw: 1 },
    expand: { raw: 1 },
  }),
  given('links-50-shared', '50 true links, one picture layer for both graphs', 50, { refine: { ownLayers: [] } }),
  given('links-50-light', '50 true links that count no more than found pairs', 50, { refine: { linkWeight: 1 } }),
  // What the links' rows change besides the links; of pictures only, so not among the ingredients of any pair.
  change('pictures', 'own-layers', 'a picture layer of its own for each graph, no links', {
    refine: { ownLayers: ['image'] },
  }),
  given('links-200', '200 true links given to PSQE', 200),
  given('links-all', '30 % of the true links given to PSQE', every),

  { name: 'stage1', label: 'stage 1 alone', group: 'stage 1', source: 'stage1' },
  {
    name: 'from-pivot',
    label: 'the image pivot in place of stage 1',
    group: 'stage 1',
    source: 'pivot-refined',
    options: { variants: null },
  },
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

  { name: 'stage2', label: 'without stage 3', group: 'stage 2', source: 'stage2' },
  change('stage 2', 'no-flood', 'no flooding', { refine: { flood: null } }),
  change('stage 2', 'one-round', 'one round on all pairs', { refine: { rounds: [1] } }),
  change('stage 2', 'no-curriculum', 'seven rounds on all pairs', { refine: { rounds: [1, 1, 1, 1, 1, 1, 1] } }),
  change('stage 2', 'curriculum-score', 'curriculum by score, not margin', { refine: { curriculum: 'score' } }),
  change('stage 2', 'curriculum-regions', 'the surest pairs of each of 20 regions', {
    refine: { curriculumRegions: 20 },
  }),
  change('stage 2', 'expand-rounds', 'neighbourhood expansion in every round', { refine: { expand: {} } }),
  {
    name: 'vote',
    label: 'pairs that two of three PSQE runs find',
    group: 'stage 2',
    source: 'vote',
    options: { variants: null },
  },
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
    refine: { negatives: 'all' },
  }),
  change('stage 2', 'stage2-balanced', 'balanced repulsion in stage 2', {
    refine: { repulsion: 'balanced' },
  }),

  change('stage 3', 'no-centre', 'neighbourhoods not centred', { expand: { center: false } }),
  change('stage 3', 'expand-best', "neighbours above the reference's thresholds", {
    expand: { pick: 'best', center: false, threshold: [0.8, 0.9], raw: 0.5, learned: 0.5 },
  }),

  loss('negatives-all', 'aligner: negatives of all entities', { negatives: 'all' }),
  loss('repulsion-balanced', 'aligner: balanced repulsion', { repulsion: 'balanced' }),
  loss('anchors-balanced', 'aligner: balanced anchors', { anchors: 'balanced' }),
  {
    name: 'weighted-seeds',
    label: 'aligner: surer seeds count more',
    group: 'loss',
    source: 'psqe',
    options: { variants: null },
    weighted: true,
  },
];
