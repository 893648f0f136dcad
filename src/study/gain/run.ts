import { createHash } from 'node:crypto';
import { unknownOption, type Work } from '../../base/index.js';
import { random } from '../../compute/index.js';
import { evaluateAlignment, partnerRanks, rankMetrics, seedQuality, splitLinks } from '../../evaluate/index.js';
import type { GroundTruth, Links, SeedSet } from '../../graph/index.js';
import { matchEntities } from '../../match/index.js';
import type { EmbeddedSides } from '../../models/index.js';
import { seedSource, takes } from '../../seeds/index.js';
import { type AlignerOptions, trainAligner } from '../../train/index.js';
import { madeHere } from '../key.js';
import type { StudyPair } from '../pairs.js';
import { processorSeconds, type SourceSettings, seedMaker } from '../seed-maker.js';
import type { Ablation } from './ablations.js';
import { gainAligners } from './aligners.js';
import { type GainRecord, packBits, recordedDecoders } from './record.js';

/** A pair of graphs that ablations are compared on. */
export type GainPair = StudyPair;

/** What is the same in every row of a table: 70 % of the links, drawn once, are tested on. */
export const gainSplit = (truth: GroundTruth): { train: Links; test: Links } =>
  splitLinks(truth, { seed: 1, test: 0.7 });

/**
 * Runs ablations on a pair; seeds that several of them share are made once a random seed.
 * @returns runs one ablation with one random seed
 */
export function gainRunner(
  pair: GainPair,
): (
  ablation: Ablation<object>,
  o: { readonly seed: number; readonly aligner?: string },
  work?: Work,
) => Promise<GainRecord> {
  const { task, truth, k } = pair;
  const split = gainSplit(truth);
  const make = seedMaker(task);
  const made = madeHere(task);

  /** The ablation's seeds, and the wall-clock and processor seconds that they took. */
  async function seedsOf(a: Ablation<object>, seed: number, work?: Work) {
    const size = a.size === undefined ? k : (await make(a.size, { k, seed }, work)).seeds.left.length;
    const { seeds, ...took } = await make(a.source, sourceOptions(a, { k: size, seed, train: split.train }), work);
    return { seeds: a.weighted ? { ...seeds, weight: rankWeights(seeds) } : seeds, ...took };
  }

  return async (ablation, { seed, aligner = 'small' }, work) => {
    const { seeds, seconds, cpu } = await seedsOf(ablation, seed, work);
    const [start, used] = [performance.now(), process.cpuUsage()];
    const trained = await trainAligner(task, seeds, { ...alignerOf(ablation, aligner), seed }, work);
    const trainingCpu = processorSeconds(used);
    const scores = evaluateAlignment(trained, split.test);
    const trainingSeconds = (performance.now() - start) / 1000;
    const quality = seedQuality(task, seeds, { truth });
    const ends = new Set(seeds.left);
    return {
      pair: pair.name,
      ablation: ablation.name,
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
      decoded: decoded(trained, split.test),
      ...optimal(trained, split.test),
      cpu: { seeds: rounded(cpu, 1), aligner: rounded(trainingCpu, 1) },
      seconds: { seeds: rounded(seconds, 1), aligner: rounded(trainingSeconds, 1) },
      digests: { seeds: digestOf(seeds), ranks: digestOf({ ranks: scores.ranks, reverse: scores.reverseRanks }) },
      made,
    };
  };
}

/** Hits@1 by decoder and candidates. */
function decoded(embeddings: EmbeddedSides, test: Links): NonNullable<GainRecord['decoded']> {
  const hits = (decoder: (typeof recordedDecoders)[number], candidates: 'test' | 'all') =>
    rounded(rankMetrics(partnerRanks(embeddings, test, { decoder, candidates })).hits1!);
  return Object.fromEntries(
    recordedDecoders.map((decoder) => [decoder, { test: hits(decoder, 'test'), all: hits(decoder, 'all') }]),
  ) as NonNullable<GainRecord['decoded']>;
}

/** Most test links that are assigned: some ten seconds. */
const assigned = 4096;

/** Hits@1 of the optimal assignment; CSLS would give the same, since what it takes off a row or column changes no sum's rank. */
function optimal(embeddings: EmbeddedSides, test: Links): { optimal?: number } {
  if (test.left.length > assigned) return {};
  const found = matchEntities(embeddings, { decoder: 'cosine', method: 'optimal' }, test);
  const partner = new Map(Array.from(test.left, (left, i) => [left, test.right[i]!]));
  const right = found.left.filter((left, i) => partner.get(left) === found.right[i]);
  return { optimal: rounded(right.length / test.left.length) };
}

/** What an ablation gives to its source, with links for those that are given some. */
export function sourceOptions(
  a: Ablation<object>,
  { k, seed, train }: { readonly k: number; readonly seed: number; readonly train: Links },
): SourceSettings {
  const known = a.links === undefined ? {} : { links: drawn(train, a.links, seed) };
  const asked = takes(seedSource(a.source), 'k') ? { k } : {};
  return { ...asked, ...known, ...a.options, seed };
}

/** The named aligner with the ablation's changes; of another model (one of the caller's own) the named one's options say nothing. */
export function alignerOf({ aligner: changes }: Ablation<object>, name: string): AlignerOptions {
  const settings = gainAligners[name];
  if (!settings) throw unknownOption('gainRunner', name, Object.keys(gainAligners), 'aligner');
  const other = changes?.model !== undefined && changes.model !== settings.model;
  const modelOptions = { ...(other ? {} : settings.modelOptions), ...changes?.modelOptions };
  return { ...settings, ...changes, modelOptions };
}

/** So many of the links, at random; all where there are no more. */
function drawn({ left, right }: Links, count: number, seed: number): Links {
  const rows = random(seed).fork('known links').permutation(left.length).subarray(0, count).sort();
  return { left: rows.map((i) => left[i]!), right: rows.map((i) => right[i]!) };
}

/** From 2 for the first seed down to nearly 0 for the last. */
const rankWeights = ({ left }: SeedSet): Float32Array => Float32Array.from(left, (_, i) => 2 * (1 - i / left.length));

/** Hash of arrays by name, to the last bit. */
function digestOf(arrays: object): string {
  const sum = createHash('sha256');
  for (const [name, values] of Object.entries(arrays).sort()) if (values) sum.update(name).update(values);
  return sum.digest('hex').slice(0, 16);
}

const rounded = (value: number, digits = 4): number => Number(value.toFixed(digits));
