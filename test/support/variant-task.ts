import { Matrix } from 'ml-matrix';
import { matrix, type Random, random } from '../../src/compute/index.js';
import { AlignmentTask, GroundTruth, MultimodalGraph, type SeedSet } from '../../src/graph/index.js';
import { assignment } from '../../src/seeds/variants/slots.js';

export interface VariantTaskOptions {
  /** Members of each class in the left graph (40 classes of 5). */
  sizes?: readonly number[];
  /** Members of each class in the right graph (as in the left). */
  rightSizes?: readonly number[];
  /** Entities outside the classes (80). */
  others?: number;
  /** Entities of which nothing but the picture is known (0). */
  bare?: number;
  /** By how much each class has tones of its own (0.3). */
  own?: number;
  /** Deviation of each picture's noise (0.05). */
  noise?: number;
  seed?: number;
}

const width = { image: 12, attribute: 8 };

/** An entity: member s of class c; outside the classes c is -1, of which nothing else is known -2. */
type Entity = readonly [c: number, s: number];

/**
 * Classes of variants: members share triples and attributes, and their pictures are base_c + J_c · tone_s, the tones corners
 * of an uneven pentagon (or other polygon). Pictures of the right graph are turned by two fifths of a circle in the tones' plane, and
 * shifted, so that the nearest looks are those of the sibling two corners on. True partners have the same place in a class.
 */
export function variantTask(o: VariantTaskOptions = {}) {
  const sizes = o.sizes ?? Array.from({ length: 40 }, () => 5);
  const draw = random(o.seed ?? 5);
  const [others, bare] = [o.others ?? 80, o.bare ?? 0];
  const list = (members: readonly number[]): Entity[] => [
    ...members.flatMap((n, c) => Array.from({ length: n }, (_, s) => [c, s] as const)),
    ...Array.from({ length: others }, (_, s) => [-1, s] as const),
    ...Array.from({ length: bare }, (_, s) => [-2, s] as const),
  ];
  const entities = { left: list(sizes), right: list(o.rightSizes ?? sizes) };
  const world = planted(sizes, others, bare, o.own ?? 0.3, draw);
  const side = (name: 'left' | 'right') => graphOf(name, entities[name], world, o.noise ?? 0.05, draw);
  const task = new AlignmentTask({
    name: 'variants',
    left: side('left'),
    right: side('right'),
    modalities: ['image', 'attribute'].map((name) => ({ name, comparable: true })),
  });
  const place = new Map(entities.right.map((entity, r) => [entity.join(), r]));
  const links = entities.left.flatMap((entity, l) => {
    const r = place.get(entity.join());
    return r === undefined ? [] : [[l, r] as const];
  });
  const truth = new GroundTruth({
    left: Int32Array.from(links, ([l]) => l),
    right: Int32Array.from(links, ([, r]) => r),
  });
  return { task, truth, entities };
}

/** What both graphs show: pictures, attributes and triples of every entity. */
function planted(sizes: readonly number[], others: number, bare: number, own: number, draw: Random) {
  const normals = (count: number, cols: number) =>
    Array.from({ length: count }, () => Float64Array.from({ length: cols }, () => draw.normal()));
  const bases = normals(sizes.length, width.image);
  const maps = normals(sizes.length, 2 * width.image).map((noise) =>
    noise.map((x, j) => own * x + 2 * Number(j === 0 || j === width.image + 1)),
  );
  const tone = (c: number, s: number): [number, number] => {
    const angle = (2 * Math.PI * s) / sizes[c]!;
    const radius = 1 + 0.15 * s;
    return [radius * Math.cos(angle), radius * Math.sin(angle)];
  };
  const alone = { [-1]: normals(others, width.image), [-2]: normals(bare, width.image) };
  const picture = ([c, s]: Entity): Float64Array => {
    if (c < 0) return alone[c as -1]![s]!;
    const [u, v] = tone(c, s);
    return bases[c]!.map((x, j) => x + u * maps[c]![j]! + v * maps[c]![width.image + j]!);
  };
  const [ofClasses, ofOthers] = [normals(sizes.length, width.attribute), normals(others, width.attribute)];
  const hubs = sizes.map(() => [draw.integer(others), draw.integer(others)]);
  const edges = Array.from({ length: 2 * others }, () => [draw.integer(others), draw.integer(others)] as const);
  const attribute = ([c, s]: Entity) => (c === -1 ? ofOthers[s] : ofClasses[c]);
  return { picture, attribute, hubs, edges };
}

/** The picture in the right graph: turned in the plane of the first two columns, and shifted. */
function turned(picture: Float64Array): Float64Array {
  const [cos, sin] = [Math.cos((4 * Math.PI) / 5), Math.sin((4 * Math.PI) / 5)];
  const [u, v] = [picture[0]!, picture[1]!];
  return picture.map((x, j) => (j === 0 ? cos * u - sin * v : j === 1 ? sin * u + cos * v : x) + 0.5);
}

function graphOf(
  name: 'left' | 'right',
  entities: readonly Entity[],
  world: ReturnType<typeof planted>,
  noise: number,
  draw: Random,
): MultimodalGraph {
  const image = matrix(entities.length, width.image);
  const attribute = matrix(entities.length, width.attribute);
  const known = { image: new Uint8Array(entities.length).fill(1), attribute: new Uint8Array(entities.length) };
  entities.forEach((entity, i) => {
    const seen = world.picture(entity);
    const shown = (name === 'left' ? seen : turned(seen)).map((x) => x + draw.normal(0, noise));
    image.data.set(shown, i * width.image);
    const row = world.attribute(entity);
    if (row) attribute.data.set(row, i * width.attribute);
    known.attribute[i] = Number(row !== undefined);
  });
  const first = entities.findIndex(([c]) => c === -1);
  const triples = [
    ...world.edges.map(([a, b]) => [first + a, 0, first + b] as const),
    ...entities.flatMap(([c], i) => (world.hubs[c] ?? []).map((hub, r) => [i, 1 + r, first + hub] as const)),
  ];
  return new MultimodalGraph({
    name,
    ids: entities.map(([c, s]) => `${name} ${c} ${s}`),
    relationCount: 3,
    triples: {
      head: Int32Array.from(triples, ([head]) => head),
      relation: Int32Array.from(triples, ([, relation]) => relation),
      tail: Int32Array.from(triples, ([, , tail]) => tail),
    },
    features: new Map([
      ['image', { values: image, known: known.image }],
      ['attribute', { values: attribute, known: known.attribute }],
    ]),
  });
}

/** Seeds that know every class's partner and, inside, follow the looks: the one-to-one pairs of nearest pictures. */
export function seedsByLooks({ task, entities, truth }: ReturnType<typeof variantTask>): SeedSet {
  const picture = (side: 'left' | 'right', i: number) => [
    ...task[side].features.get('image')!.values.data.subarray(i * width.image, (i + 1) * width.image),
  ];
  const members = (side: 'left' | 'right', c: number) =>
    [...entities[side].keys()].filter((i) => entities[side][i]![0] === c);
  const classes = [...new Set(entities.left.map(([c]) => c).filter((c) => c >= 0))];
  const inside = classes.flatMap((c) => {
    const right = members('right', c);
    const left = members('left', c).slice(0, right.length);
    const closeness = left.map((l) =>
      right.map((r) => -picture('left', l).reduce((sum, x, j) => sum + (x - picture('right', r)[j]!) ** 2, 0)),
    );
    const square = right.map((_, i) => closeness[i] ?? right.map(() => -1e9));
    return assignment(new Matrix(square))
      .slice(0, left.length)
      .map((at, i) => [left[i]!, right[at]!] as const);
  });
  const outside = Array.from(truth.links.left, (l, i) => [l, truth.links.right[i]!] as const).filter(
    ([l]) => entities.left[l]![0] < 0,
  );
  const all = [...inside, ...outside];
  return {
    left: Int32Array.from(all, ([l]) => l),
    right: Int32Array.from(all, ([, r]) => r),
    score: Float32Array.from(all, (_, i) => 1 - i / all.length / 2),
  };
}
