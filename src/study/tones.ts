import type { Work } from '../base/index.js';
import { normalizeRows } from '../compute/index.js';
import { type FacetCounts, facetCounts, seedQuality } from '../evaluate/index.js';
import type { AlignmentTask, GroundTruth, Links, MultimodalGraph, SeedSet } from '../graph/index.js';
import { pivotSeeds } from '../seeds/index.js';
import type { RecordKey } from './key.js';

const tones = { facet: 'tone', values: ['light', 'medium-light', 'medium', 'medium-dark', 'dark'] };

/** Which skin tone is taken for which. */
export interface ToneCounts {
  /** In the given pairs. */
  readonly found: FacetCounts;
  /** By the pictures alone: for each toned emoji of the left graph the most alike of its true partner's five tones. */
  readonly alike: FacetCounts;
}

/** How many seeds of a pivot fall on skin-toned emoji, and how many of all are right. */
export interface Crowding {
  readonly count: number;
  readonly toned: number;
  readonly precision: number;
}

/** A stored study of tones. */
export interface ToneRecord extends ToneCounts {
  readonly seed: number;
  readonly made: RecordKey;
  /** Of pivots of pictures and attributes, without and with the hubness correction (notebook 01). */
  readonly crowding: Readonly<Record<'plain' | 'csls', Crowding>>;
}

/** How a pivot of 800 seeds by pictures and attributes crowds on skin-toned emoji. */
export async function crowdingOnTones(
  { task, truth }: { readonly task: AlignmentTask; readonly truth: GroundTruth },
  { csls, seed }: { readonly csls: number; readonly seed: number },
  work?: Work,
): Promise<Crowding> {
  const { seeds } = await pivotSeeds(task, { k: 800, seed, weights: { image: 1, attribute: 1 }, csls }, work);
  const kind = task.left.facets.get('kind')!;
  const toned = seeds.left.filter((row) => kind[row] === 'toned').length;
  return { count: seeds.left.length, toned, precision: seedQuality(task, seeds, { seed, truth }).precision! };
}

/** Counts which skin tone is taken for which, in seeds and by the pictures alone; explains where PSQE does not win. */
export function toneCounts(task: AlignmentTask, seeds: SeedSet, truth: GroundTruth): ToneCounts {
  const partner = truth.rightOf(task.left.entityCount);
  return {
    found: facetCounts(task, seeds, tones),
    alike: facetCounts(task, mostAlikeTones(task, partner), tones),
  };
}

/** For each entity of one tone, the entity most alike in its picture among those that vary what its true partner varies. */
function mostAlikeTones({ left, right }: AlignmentTask, partner: Int32Array): Links {
  const [a, b] = [left, right].map((graph) => graph.features.get('image')!);
  const [x, y] = [normalizeRows(a!.values), normalizeRows(b!.values)];
  const dot = (i: number, j: number) => {
    let sum = 0;
    for (let c = 0; c < x.cols; c++) sum += x.data[i * x.cols + c]! * y.data[j * y.cols + c]!;
    return sum;
  };
  const families = familiesOf(right, b!.known);
  const pairs: [number, number][] = [];
  left.facets.get('tone')!.forEach((tone, row) => {
    if (!tones.values.includes(tone) || partner[row]! < 0 || !a!.known[row]) return;
    const family = families.get(baseOf(right, partner[row]!)) ?? [];
    if (family.length === tones.values.length)
      pairs.push([row, family.reduce((best, j) => (dot(row, j) > dot(row, best) ? j : best))]);
  });
  return { left: Int32Array.from(pairs, ([l]) => l), right: Int32Array.from(pairs, ([, r]) => r) };
}

/** What a toned emoji varies: its first neighbour. */
const baseOf = (graph: MultimodalGraph, row: number) => graph.neighbours().columns[graph.neighbours().offsets[row]!]!;

/** The toned entities with a picture, by what they vary. */
function familiesOf(graph: MultimodalGraph, known: Uint8Array): Map<number, number[]> {
  const families = new Map<number, number[]>();
  graph.facets.get('tone')!.forEach((tone, row) => {
    if (!tones.values.includes(tone) || !known[row]) return;
    const base = baseOf(graph, row);
    families.set(base, [...(families.get(base) ?? []), row]);
  });
  return families;
}
