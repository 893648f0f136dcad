import { beforeAll, describe, expect, test } from 'vitest';
import {
  type Figure,
  limitFigure,
  massFigure,
  regionHitsFigure,
  remedyFigure,
  shareFigure,
} from '../../src/plots/index.js';
import { type RemedyStudy, remedyStudy } from '../../src/study/index.js';
import { plantedSeeds, syntheticTask } from '../../src/synthetic/index.js';
import { repulsionLimit, shareCurve, stageAccounts, type TrainingMass, trainingMass } from '../../src/theory/index.js';
import { plantedSpace } from '../support/planted-space.js';
import { schemaFaults, sliderPositions } from '../support/plotly.js';

const planted = plantedSpace({ entities: 120, regions: 3, separation: 0.8 });
const synthetic = { entities: 120, regions: 3, noise: 1, widths: { image: 8 } };
const seedsOf = (account: { regions: readonly { seeds: number }[] }) => account.regions.map(({ seeds }) => seeds);

let study: RemedyStudy;
let mass: TrainingMass;
let counts: number[];
beforeAll(async () => {
  study = await remedyStudy({ synthetic, k: 30, seeds: [1, 2], epochs: 3 });
  const { task, truth, regions } = syntheticTask(synthetic);
  const { seeds } = plantedSeeds(truth, regions, { k: 30, kl: 0.3 });
  const settings = { modelOptions: { width: 8, modalityWidth: 6 }, epochs: 4, every: 2 };
  mass = await trainingMass(task, seeds, { region: regions }, settings);
  counts = seedsOf(stageAccounts(task, { seeds }, { regions })[0]!);
});

const sweep = [0.1, 0.5];
const limits = sweep.map((temperature) => ({
  temperature,
  rows: repulsionLimit(planted, { temperature, batches: [8, 32], draws: 4, anchors: 8 }),
}));
const shares = sweep.map((temperature) => ({
  temperature,
  points: shareCurve(planted, { temperature, batch: 32, draws: 3, anchors: 8, shares: [0.1, 0.5] }),
}));

describe.each<[string, () => Figure]>([
  ['limit', () => limitFigure(limits)],
  ['shares', () => shareFigure(shares)],
  ['mass', () => massFigure(mass, counts, { title: 'Who is trained from these seeds' })],
  ['remedies', () => remedyFigure(study)],
  ['regions', () => regionHitsFigure(study)],
])('%s', (_, make) => {
  test('plotly.js knows every key and value', () => expect(sliderPositions(make()).flatMap(schemaFaults)).toEqual([]));
  test('survives JSON, is titled, and making it again gives the same', () => {
    expect(JSON.parse(JSON.stringify(make()))).toEqual(make());
    expect((make().layout.title as { text: string }).text).toMatch(/\w{3}/);
    const { xaxis } = make().layout as { xaxis: { title: { text: string } } };
    expect(xaxis.title.text).toMatch(/\w{3}/);
  });
});

test('bars are the effects, gap first from above', () => {
  const [all] = remedyFigure(study).data;
  const effects = [...study.effects].reverse();
  expect(all!.y).toEqual(effects.map(({ remedy }) => remedy));
  expect(all!.x).toEqual(effects.map(({ difference }) => 100 * difference.mean));
  expect((all!.y as string[]).at(-1)).toBe('even seeds');
});

test('regions are ordered by their seeds, and even mass would be 1', () => {
  const { data } = massFigure(mass, counts);
  const [seeds, gradient] = data;
  const heights = seeds!.y as number[];
  expect(heights).toEqual([...heights].sort((a, b) => b - a));
  const entities = mass.entities.region!;
  const total = entities.reduce((a, b) => a + b, 0);
  const sum = (gradient!.x as string[]).reduce(
    (s, c, i) => s + ((gradient!.y as number[])[i]! * entities[Number(c)]!) / total,
    0,
  );
  expect(sum).toBeCloseTo(1, 6);
});

test('evenly spread seeds are one point at a ratio of 1', () => {
  const even = regionHitsFigure(study).data.find(({ name }) => name === 'even seeds')!;
  expect(even.x).toHaveLength(1);
  expect((even.x as number[])[0]).toBeGreaterThan(0.8);
  expect((even.x as number[])[0]).toBeLessThan(1.2);
});
