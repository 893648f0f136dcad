import type { AlignmentTask } from '../../graph/index.js';
import { fusedWeights, taskWeights, usedModalities } from '../../seeds/index.js';

/** Searches over all pairs of rows, of one width: what grows with the product of the graphs' sizes. */
export interface SearchPass {
  readonly step: 'seeds' | 'matches' | 'confidence';
  /** Of the left graph with the right one, or of each with itself. */
  readonly of: 'both' | 'itself';
  /** How often the products are computed, and how often their cells are looked through. */
  readonly products: number;
  readonly looks: number;
  /** Columns of the rows compared. */
  readonly width: number;
}

/** How wide rows are on the way from features to matches. */
export interface RowWidths {
  /** All features. */
  readonly features: number;
  /** What is fused of them. */
  readonly fused: number;
  /** The same with two layers of neighbours. */
  readonly passed: number;
  /** What stage 2 compares by, and stage 3. */
  readonly refined: number;
  readonly expanded: number;
  /** What matches are made of. */
  readonly embedded: number;
}

/** An embedding of stage 2's encoder and of the small aligner, a modality. */
const learnedWidth = 100;
/** The view of the labels. */
const labelWidth = 672;
const layers = 3;
/** Most cells of which products are kept between searches, and of which all take part in Sinkhorn's plan. */
const small = 2 ** 24;

/** The route that `alignGraphs` goes: names without pictures are compared with their neighbours' names. */
export function byNamesAlone(task: AlignmentTask): boolean {
  const used = usedModalities(task, taskWeights(task, fusedWeights));
  return !used.includes('image') && used.includes('name');
}

export function rowWidths(task: AlignmentTask): RowWidths {
  const columns = (names: readonly string[]) =>
    names.reduce((sum, name) => sum + task.left.features.get(name)!.values.cols, 0);
  const all = task.modalities.map(({ name }) => name);
  const used = usedModalities(task, taskWeights(task, fusedWeights));
  const fused = columns(used);
  const passed = layers * fused;
  const names = byNamesAlone(task);
  const learned = learnedWidth * (1 + used.length);
  const beside = names ? passed + labelWidth : 0;
  const labels = names && task.left.hasEdges ? labelWidth : 0;
  return {
    ...{ features: columns(all), fused, passed },
    refined: (names ? passed : fused) + learned + labels,
    expanded: fused + learned + labels,
    embedded: learnedWidth * (1 + all.length) + beside,
  };
}

/**
 * The nearest, how little entities with a partner score with it, and the plan: of all cells in ten steps, or, all in one
 * pass, of the best.
 */
const matchesPass = ({ left, right }: AlignmentTask, width: number): SearchPass => {
  const looks = left.entityCount * right.entityCount <= small ? 16 : 1;
  return { step: 'matches', of: 'both', width, looks, products: looks };
};

/** The searches of `alignGraphs` with `fast`. */
export const fastPasses = (task: AlignmentTask): SearchPass[] => [matchesPass(task, rowWidths(task).passed)];

/** The searches of `alignGraphs` with its defaults. */
export function searchPasses(task: AlignmentTask): SearchPass[] {
  const cells = task.left.entityCount * task.right.entityCount;
  const { fused, passed, refined, expanded, embedded } = rowWidths(task);
  const held = cells <= small;
  const pass = (step: SearchPass['step'], width: number, looks: number, products = looks): SearchPass => ({
    ...{ step, of: 'both', width, looks, products },
  });
  const seeds = byNamesAlone(task)
    ? // A plan each in stage 1, in flooding and in stage 2; stage 3 asks how probable its pairs are.
      [pass('seeds', passed, 2), pass('seeds', refined, 1), pass('seeds', expanded, 1)]
    : // CSLS and the nearest: of stage 1, of four rounds of flooding, of seven of training.
      [pass('seeds', fused, 2), pass('seeds', fused, 8, held ? 1 : 8), pass('seeds', refined, 14, held ? 7 : 14)];
  const matches = matchesPass(task, embedded);
  const confidence = [pass('confidence', embedded, 2), pass('confidence', passed, 1)];
  const looksAlone = usedModalities(task, fusedWeights);
  if (looksAlone.includes('image') && looksAlone.length > 1)
    confidence.push({ ...pass('confidence', passed, 1), of: 'itself' });
  return [...seeds, matches, ...confidence];
}

/** Additions and multiplications of a pass's products, and cells that it looks through. */
export function costOfPass(
  { of, products, looks, width }: SearchPass,
  n: number,
  m: number,
): { readonly flops: number; readonly cells: number } {
  const cells = of === 'both' ? n * m : n ** 2 + m ** 2;
  return { flops: 2 * products * cells * width, cells: looks * cells };
}
