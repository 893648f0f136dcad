import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { expect, test } from 'vitest';
import * as z from 'zod';
import type { Option, OptionSet } from '../../src/base/index.js';

const src = resolve(import.meta.dirname, '..', '..', 'src');

/** Every option set that a module of the package exports, by its component. */
async function optionSets(): Promise<OptionSet<object>[]> {
  const files = readdirSync(src, { recursive: true, encoding: 'utf8' })
    .filter((file) => /\.ts$/.test(file) && !/^(kernel|setup|base|review.page)\b/.test(file))
    .filter((file) => readFileSync(join(src, file), 'utf8').includes('optionSet('));
  const modules = await Promise.all(files.map((file) => import(join(src, file)) as Promise<Record<string, unknown>>));
  const exported = modules.flatMap((module) => Object.values(module));
  const sets = exported.flatMap((each) => [each, (each as { options?: unknown } | undefined)?.options]);
  const isSet = (each: unknown): each is OptionSet<object> =>
    typeof each === 'object' && each !== null && 'component' in each && 'resolve' in each;
  return [...new Set(sets.filter(isSet))];
}

interface Shape {
  readonly type?: string;
  readonly maximum?: number;
  readonly exclusiveMaximum?: number;
  readonly anyOf?: readonly Shape[];
  readonly items?: Shape;
  readonly prefixItems?: readonly Shape[];
  readonly additionalProperties?: Shape | boolean;
}

const shapeOf = (check: z.ZodType) => z.toJSONSchema(check, { io: 'input', unrepresentable: 'any' }) as Shape;

/** The whole numbers in a value, in lists and records too. */
function wholeNumbers(shape: Shape): Shape[] {
  const inner = [...(shape.anyOf ?? []), ...(shape.prefixItems ?? [])];
  if (shape.items) inner.push(shape.items);
  if (typeof shape.additionalProperties === 'object') inner.push(shape.additionalProperties);
  return [...(shape.type === 'integer' ? [shape] : []), ...inner.flatMap(wholeNumbers)];
}

test('every number of things has an upper bound; what starts random numbers has none', async () => {
  const sets = await optionSets();
  expect(sets.length).toBeGreaterThan(40);
  const unbounded = sets.flatMap((set) =>
    Object.entries(set.fields as Record<string, Option<unknown>>)
      .filter(([name]) => !/seeds?$/i.test(name) && !['fitted', 'held'].includes(name))
      .filter(([, { check }]) => wholeNumbers(shapeOf(check)).some(({ maximum }) => !(maximum! <= 10_000_000)))
      .map(([name]) => `${set.component}: ${name}`),
  );
  expect(unbounded).toEqual([]);
});

test.each([{ epsilon: 1e-320 }, { learningRate: 1e300 }, { iterativeRate: 1e-310 }, { weightDecay: 1e200 }])(
  'training with %j, which would make numbers that are none, is refused',
  async (wrong) => {
    const { trainOptions } = await import('../../src/train/index.js');
    expect(() => trainOptions.resolve(wrong)).toThrow(/^train: option ".*": .* is no number of 32 bits: it would be/);
  },
);

test('a number of things far out of range is refused before anything is made', async () => {
  const { syntheticTask } = await import('../../src/synthetic/index.js');
  for (const wrong of [{ regions: 1e9 }, { entities: 1e9 }, { widths: { image: 1e9 } }, { degree: 1e9 }])
    expect(() => syntheticTask(wrong)).toThrow(/^syntheticTask: option.*(is too large|numbers would be drawn)/);
  expect(() => syntheticTask({ entities: 1e6, widths: { image: 2000 } })).toThrow(
    /numbers would be drawn.*Ask for fewer/,
  );
});
