import { describe, expect, test } from 'vitest';
import { gainAblations, gainRunner, missingStudy } from '../../src/study/index.js';
import { syntheticTask } from '../../src/synthetic/index.js';

const { task, truth } = syntheticTask({ entities: 300, regions: 5, noise: 0.8, seed: 3 });
const modality = task.modalities[0]!.name;
const pair = { name: 'planted', task, truth };
const quick = { modality, rows: ['pivot-csls', 'seu'], k: 60, seeds: [1, 2] };

describe('missing features', () => {
  test('with all features a row is that of the gain study, and with few of them it finds less', async () => {
    const { rows, options } = await missingStudy(pair, { ...quick, kept: [1, 0.2] });
    expect(options).toMatchObject(quick);
    expect(rows.map(({ kept, row }) => `${kept} ${row}`)).toEqual([
      '1 pivot-csls',
      '1 seu',
      '0.2 pivot-csls',
      '0.2 seu',
    ]);
    const run = gainRunner({ ...pair, k: 60 });
    const seu = gainAblations.find(({ name }) => name === 'seu')!;
    const alone = [await run(seu, { seed: 1 }), await run(seu, { seed: 2 })];
    const mean = (of: (r: (typeof alone)[number]) => number) => alone.reduce((sum, r) => sum + of(r), 0) / 2;
    expect(rows[1]!.csls.mean).toBeCloseTo(
      mean((r) => r.decoded!.csls!.test),
      9,
    );
    expect(rows[1]!.sinkhorn.mean).toBeCloseTo(
      mean((r) => r.decoded!.sinkhorn!.test),
      9,
    );
    expect(rows[1]!.seeds).toBe(mean((r) => r.count));
    expect(rows[0]!.effect).toBeNull();
    expect(rows[1]!.effect!.mean).toBeCloseTo(rows[1]!.csls.mean - rows[0]!.csls.mean, 9);
    expect(rows[3]!.csls.mean).toBeLessThan(rows[1]!.csls.mean - 0.05);
  });

  test('leaves the task as it was, tells how far it is, and is the same each time', async () => {
    const before = task.left.features.get(modality)!.values.data.slice();
    const told: number[] = [];
    const once = { ...quick, rows: ['seu'], seeds: [1], kept: [0.5] };
    const first = await missingStudy(pair, once, { onProgress: ({ done }) => told.push(done) });
    expect(await missingStudy(pair, once)).toEqual(first);
    expect(told.at(-1)).toBe(1);
    expect(task.left.features.get(modality)!.values.data).toEqual(before);
  });

  test('what there is not is named', async () => {
    await expect(missingStudy(pair, { ...quick, rows: ['suo'] })).rejects.toThrow(/row "suo".*seu/s);
    await expect(missingStudy(pair, { ...quick, modality: 'sound' })).rejects.toThrow(/modality "sound"/);
    await expect(missingStudy(pair, { ...quick, kept: [0] })).rejects.toThrow(/kept/);
  });
});
