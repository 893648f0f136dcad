import { createHash } from 'node:crypto';
import { unknownOption, type Work } from '../../base/index.js';
import { random } from '../../compute/index.js';
import { evaluateAlignment, seedQuality, splitLinks } from '../../evaluate/index.js';
import type { AlignmentTask, GroundTruth, Links, SeedSet } from '../../graph/index.js';
import {
  expandSeeds,
  type PsqeOptions,
  pivotCsls,
  pivotSeeds,
  psqe,
  psqeStages,
  refineSeeds,
  resampleSeeds,
} from '../../seeds/index.js';
import { type AlignerOptions, trainAligner } from '../../train/index.js';
import { madeHere } from '../record.js';
import { type GainRecord, packBits } from './record.js';
import { gainAligners, type Variant } from './variants.js';
import { majority } from './vote.js';

/** A pair of graphs that variants are compared on. */
export interface GainPair {
  readonly name: string;
  readonly task: AlignmentTask;
  readonly truth: GroundTruth;
  /** Seeds of the pivots and of PSQE's stage 1. */
  readonly k: number;
}

/** What is the same in every row of a table: 70 % of the links, drawn once, are tested on. */
export const gainSplit = (truth: GroundTruth): { train: Links; test: Links } =>
  splitLinks(truth, { seed: 1, test: 0.7 });

/**
 * Runs variants on a pair; seeds that several of them share are made once.
 * @returns runs one variant with one random seed
 */
export function gainRunner(
  pair: GainPair,
): (variant: Variant, o: { readonly seed: number; readonly aligner?: string }, work?: Work) => Promise<GainRecord> {
  const { task, truth, k } = pair;
  const split = gainSplit(truth);
  const chain = lastOf((changes: PsqeOptions, work?: Work) => psqe(task, changes, work));
  const made = madeHere(task);

  /** The variant's seeds, and the seconds that they took. */
  async function seedsOf(v: Variant, seed: number, work?: Work): Promise<{ seeds: SeedSet; seconds: number }> {
    const changes = psqeChanges(v, { k, seed, train: split.train });
    if (v.seeds === 'truth') return { seeds: trueSeeds(split.train), seconds: 0 };
    if (v.seeds === 'truth-refined') return refined(task, trueSeeds(split.train), changes, work);
    if (v.seeds === 'pivot-refined') {
      const first = await pivotSeeds(task, { k, seed }, work);
      const { seeds, seconds } = await refined(task, first.seeds, changes, work);
      return { seeds, seconds: first.seconds + seconds };
    }
    if (v.seeds === 'pivot' || v.seeds === 'pivot-csls') {
      const size = v.size === 'psqe' ? (await chain({ k, seed }, work)).seeds.left.length : k;
      return pivotSeeds(task, { ...(v.seeds === 'pivot-csls' && pivotCsls), k: size, seed }, work);
    }
    if (v.seeds === 'stage1') return resampleSeeds(task, psqeStages(task, changes).resample, work);
    if (v.seeds === 'vote') return vote(task, changes, work);
    const whole = await chain(changes, work);
    const { resample, refine } = whole.stages;
    if (v.seeds === 'stage2') return { seeds: refine.seeds, seconds: resample.seconds + refine.seconds };
    return {
      seeds: v.weighted ? { ...whole.seeds, weight: rankWeights(whole.seeds) } : whole.seeds,
      seconds: whole.seconds,
    };
  }

  return async (variant, { seed, aligner = 'small' }, work) => {
    const { seeds, seconds } = await seedsOf(variant, seed, work);
    const start = performance.now();
    const trained = await trainAligner(task, seeds, { ...alignerOf(variant, aligner), seed }, work);
    const scores = evaluateAlignment(trained, split.test);
    const quality = seedQuality(task, seeds, { truth });
    const ends = new Set(seeds.left);
    return {
      pair: pair.name,
      variant: variant.name,
      aligner,
      seed,
      k,
      count: quality.count,
      precision: rounded(quality.precision!),
      kl: { cluster: rounded(quality.balance.cluster.kl), degree: rounded(quality.balance.degree.kl) },
      gini: rounded(quality.balance.gini),
      coverage: {
        '0': rounded(quality.coverage[0]),
        '1': rounded(quality.coverage[1]),
        '2': rounded(quality.coverage[2]),
      },
      hits1: rounded(scores.hits1!),
      hits10: rounded(scores.hits10!),
      mrr: rounded(scores.mrr!),
      reverseHits1: rounded(scores.reverse.hits1!),
      hits: packBits(scores.ranks.map((rank) => (rank === 1 ? 1 : 0))),
      seeded: packBits(split.test.left.map((row) => (ends.has(row) ? 1 : 0))),
      seconds: { seeds: rounded(seconds, 1), aligner: rounded((performance.now() - start) / 1000, 1) },
      digests: { seeds: digestOf(seeds), ranks: digestOf({ ranks: scores.ranks, reverse: scores.reverseRanks }) },
      made,
    };
  };
}

/** What the variant changes of PSQE, with links for those that it is given. */
export function psqeChanges(v: Variant, o: { readonly k: number; readonly seed: number; readonly train: Links }) {
  const known = v.links === undefined ? {} : { links: drawn(o.train, v.links, o.seed) };
  return { k: o.k, ...known, ...v.psqe, seed: o.seed };
}

/** The named aligner with the variant's changes; of another model (one of the caller's own) the named one's options say nothing. */
export function alignerOf({ aligner: changes }: Variant, name: string): AlignerOptions {
  const settings = gainAligners[name];
  if (!settings) throw unknownOption('gainRunner', name, Object.keys(gainAligners), 'aligner');
  const other = changes?.model !== undefined && changes.model !== settings.model;
  const modelOptions = { ...(other ? {} : settings.modelOptions), ...changes?.modelOptions };
  return { ...settings, ...changes, modelOptions };
}

/** Seeds from elsewhere put through PSQE's stages 2 and 3. */
async function refined(task: AlignmentTask, seeds: SeedSet, changes: PsqeOptions, work?: Work) {
  const o = psqeStages(task, changes);
  const second = await refineSeeds(task, seeds, o.refine, work);
  const third = await expandSeeds(task, second.seeds, second, o.expand, work);
  return { seeds: third.seeds, seconds: second.seconds + third.seconds };
}

/** What most of three runs of PSQE agree on: with the given random seed, and with two others. */
async function vote(task: AlignmentTask, changes: PsqeOptions & { readonly seed: number }, work?: Work) {
  const sets: SeedSet[] = [];
  let seconds = 0;
  for (const more of [0, 100, 200]) {
    const run = await psqe(task, { ...changes, seed: changes.seed + more }, work);
    sets.push(run.seeds);
    seconds += run.seconds;
  }
  return { seeds: majority(sets), seconds };
}

/** So many of the links, at random; all where there are no more. */
function drawn({ left, right }: Links, count: number, seed: number): Links {
  const rows = random(seed).fork('known links').permutation(left.length).subarray(0, count).sort();
  return { left: rows.map((i) => left[i]!), right: rows.map((i) => right[i]!) };
}

const trueSeeds = (links: Links): SeedSet => ({ ...links, score: new Float32Array(links.left.length).fill(1) });

/** From 2 for the first seed down to nearly 0 for the last. */
const rankWeights = ({ left }: SeedSet): Float32Array => Float32Array.from(left, (_, i) => 2 * (1 - i / left.length));

/** Hash of arrays by name, to the last bit. */
function digestOf(arrays: object): string {
  const sum = createHash('sha256');
  for (const [name, values] of Object.entries(arrays).sort()) if (values) sum.update(name).update(values);
  return sum.digest('hex').slice(0, 16);
}

const rounded = (value: number, digits = 4): number => Number(value.toFixed(digits));

/** Remembers the last call's result, for as long as the arguments stay the same. */
function lastOf<O extends object, R>(make: (o: O, work?: Work) => Promise<R>): (o: O, work?: Work) => Promise<R> {
  let key = '';
  let result: Promise<R> | undefined;
  return (o, work) => {
    const wanted = JSON.stringify(o);
    if (!result || wanted !== key) {
      key = wanted;
      result = make(o, work);
      result.catch(() => {
        key = '';
        result = undefined;
      });
    }
    return result;
  };
}
