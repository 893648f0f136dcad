import { OptionError, type Resolved } from '../base/index.js';
import { type Matrix, matrix, type Random, random } from '../compute/index.js';
import { AlignmentTask, type FeatureTable, GroundTruth, MultimodalGraph, type Regions } from '../graph/index.js';
import { apportion } from './counts.js';
import { drawEdges, type Edges } from './edges.js';
import { type PerRegion, type SyntheticOptions, syntheticOptions } from './options.js';

/** Two graphs of which everything is known. */
export interface SyntheticTask {
  readonly task: AlignmentTask;
  readonly truth: GroundTruth;
  /** The planted regions. */
  readonly regions: Regions;
  /** Every dial as it was used. */
  readonly options: Resolved<SyntheticOptions>;
}

/** Numbers that a task may hold: two gigabytes of them. */
const mostNumbers = 5e8;

/**
 * Two graphs with a planted alignment. An entity's features are its region's centre, its own part and each graph's noise;
 * edges join entities mostly within a region. Rows are in random order in both graphs. Each dial draws from a stream of
 * its own, so that e.g. another `noise` gives the same entities and the same edges.
 * @throws {OptionError} for dials out of range, and lists that do not have a value a region
 */
export function syntheticTask(options?: SyntheticOptions): SyntheticTask {
  const o = syntheticOptions.resolve(options);
  checkSize(o);
  const { entities } = o;
  const draw = random(o.seed).fork('synthetic');
  const regionOf = planted(o, draw.fork('regions'));
  const partner = draw.fork('partners').permutation(entities);
  const same = Int32Array.from({ length: entities }, (_, i) => i);
  const place = { left: same, right: partner };
  const right = new Int32Array(entities);
  partner.forEach((row, i) => {
    right[row] = regionOf[i]!;
  });
  const clean = Object.entries(o.widths).map(
    ([name, cols]) => [name, entityFeatures(regionOf, cols, o, draw.fork(`features ${name}`))] as const,
  );
  const edges = drawEdges(regionOf, { ...o, degree: eachRegion(o.degree, o, 'degree') }, draw.fork('edges'));
  const graph = (side: 'left' | 'right') =>
    new MultimodalGraph({
      name: `synthetic ${side}`,
      ids: Array.from(same, (i) => `${side[0]}${i}`),
      facets: new Map([['region', Array.from(side === 'left' ? regionOf : right, String)]]),
      relationCount: o.relations,
      triples: placed(edges[side], place[side]),
      features: new Map(
        clean.map(([name, m]) => [name, observed(m, regionOf, place[side], o, draw.fork(`${side} ${name}`))]),
      ),
    });
  const modalities = clean.map(([name]) => ({ name, comparable: true }));
  const task = new AlignmentTask({ name: 'synthetic', left: graph('left'), right: graph('right'), modalities });
  const regions = { left: regionOf, right, count: o.regions };
  return { task, truth: new GroundTruth({ left: same, right: partner }), regions, options: o };
}

/** @throws {OptionError} for a task that would fill the memory */
function checkSize(o: Resolved<SyntheticOptions>): void {
  const columns = Object.values(o.widths).reduce((sum, width) => sum + width, 0);
  const degree = typeof o.degree === 'number' ? o.degree : Math.max(0, ...o.degree);
  const numbers = (o.regions + 4 * o.entities) * columns + 4 * o.entities * degree;
  if (numbers > mostNumbers)
    throw new OptionError(
      `${numbers.toPrecision(2)} numbers would be drawn, more than ${mostNumbers.toPrecision(2)}`,
      'syntheticTask: options "entities", "regions", "widths" and "degree"',
      'Ask for fewer, or for narrower features',
    );
}

/** A value a region. */
export function eachRegion(value: PerRegion, { regions }: { readonly regions: number }, option: string): number[] {
  const list = typeof value === 'number' ? new Array<number>(regions).fill(value) : [...value];
  if (list.length === regions) return list;
  throw new OptionError(
    `${list.length} values for ${regions} regions`,
    `syntheticTask: option "${option}"`,
    'Give one number, or one a region',
  );
}

/** The region of each left entity, in random order. */
function planted(o: Resolved<SyntheticOptions>, draw: Random): Int32Array {
  const shares = eachRegion(o.shares ?? 1, o, 'shares');
  const sizes = apportion(shares, o.entities);
  const sorted = Array.from(sizes).flatMap((size, c) => new Array<number>(size).fill(c));
  return draw.permutation(o.entities).map((i) => sorted[i]!);
}

/** Centre of the region and own part, before either graph's noise. */
function entityFeatures(regionOf: Int32Array, cols: number, o: Resolved<SyntheticOptions>, draw: Random): Matrix {
  const [centre, own] = [draw.fork('centres'), draw.fork('own')];
  const centres = Array.from({ length: o.regions }, () => Float32Array.from({ length: cols }, () => centre.normal()));
  const out = matrix(regionOf.length, cols);
  regionOf.forEach((c, i) => {
    for (let j = 0; j < cols; j++) out.data[i * cols + j] = o.separation * centres[c]![j]! + own.normal();
  });
  return out;
}

/** What one graph shows of the features. */
function observed(
  clean: Matrix,
  regionOf: Int32Array,
  place: Int32Array,
  o: Resolved<SyntheticOptions>,
  draw: Random,
): FeatureTable {
  const noise = eachRegion(o.noise, o, 'noise');
  const missing = eachRegion(o.missing, o, 'missing');
  const [added, lost] = [draw.fork('noise'), draw.fork('missing')];
  const values = matrix(clean.rows, clean.cols);
  const known = new Uint8Array(clean.rows).fill(1);
  place.forEach((row, i) => {
    const c = regionOf[i]!;
    for (let j = 0; j < clean.cols; j++)
      values.data[row * clean.cols + j] = clean.data[i * clean.cols + j]! + noise[c]! * added.normal();
    if (lost.uniform() < missing[c]!) known[row] = 0;
  });
  return { values, known };
}

function placed({ head, relation, tail }: Edges, place: Int32Array): Edges {
  return { head: head.map((i) => place[i]!), relation, tail: tail.map((i) => place[i]!) };
}
