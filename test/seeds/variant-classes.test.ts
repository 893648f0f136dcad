import { describe, expect, it } from 'vitest';
import { variantClasses } from '../../src/seeds/variants/classes.js';
import { matchedClasses } from '../../src/seeds/variants/matched.js';
import { plantedTask } from '../support/planted.js';
import { variantTask } from '../support/variant-task.js';
import { made, repeated } from './variant-seeds.js';

describe('variantClasses', () => {
  const o = { modality: 'image', most: 50, seed: 1 };
  const sorted = (classes: readonly (readonly number[])[]) =>
    classes.map((m) => [...m].sort((a, b) => a - b).join()).sort();
  /** The planted classes' members, by the class. */
  const plantedOf = ({ entities }: ReturnType<typeof variantTask>, side: 'left' | 'right') => {
    const count = Math.max(...entities[side].map(([c]) => c)) + 1;
    return Array.from({ length: count }, (_, c) =>
      [...entities[side].keys()].filter((i) => entities[side][i]![0] === c),
    );
  };

  it('finds exactly the planted classes, and none among entities of which only the picture is known', () => {
    const more = variantTask({ sizes: [...repeated(9, 5), ...repeated(6, 3)], bare: 7 });
    for (const side of ['left', 'right'] as const) {
      const { classes, classOf } = variantClasses(more.task, side, o);
      expect(sorted(classes)).toEqual(sorted(plantedOf(more, side)));
      more.entities[side].forEach(([c], i) => {
        expect(classOf[i]! >= 0).toBe(c >= 0);
        if (c >= 0) expect(classes[classOf[i]!]).toContain(i);
      });
    }
  });

  it('leaves larger classes out, and those of which fewer than two members have a picture', () => {
    const more = variantTask({ sizes: [...repeated(9, 5), ...repeated(6, 3)] });
    expect(variantClasses(more.task, 'left', { ...o, most: 4 }).classes.map((m) => m.length)).toEqual(repeated(6, 3));
    const image = more.task.left.features.get('image')!;
    const classes = (without: readonly number[]) => {
      const known = image.known.map((_, i) => Number(!without.includes(i)));
      const less = more.task.withModality({ name: 'image', comparable: true }, { ...image, known }, image);
      return sorted(variantClasses(less, 'left', o).classes);
    };
    const all = sorted(variantClasses(more.task, 'left', o).classes);
    expect(classes([0, 1, 2])).toEqual(all);
    expect(classes([0, 1, 2, 4])).toEqual(all.filter((members) => members !== '0,1,2,3,4'));
  });

  it('tells entities apart by attributes, and by triples', () => {
    // Without attributes the triples are still shared within a class only (or by chance); without both nothing is known.
    const pictures = made.task.withOnly(['image']);
    expect(sorted(variantClasses(pictures, 'left', o).classes)).toEqual(sorted(plantedOf(made, 'left')));
    const { task } = plantedTask({ count: 60 });
    expect(variantClasses(task, 'left', o).classes).toEqual([]);
  });
});

describe('matchedClasses', () => {
  const classes = {
    classes: [
      [0, 1],
      [2, 3],
      [4, 5, 6],
    ],
    classOf: Int32Array.of(0, 0, 1, 1, 2, 2, 2, -1),
  };
  const seeds = (pairs: readonly (readonly [number, number])[]) => ({
    left: Int32Array.from(pairs, ([l]) => l),
    right: Int32Array.from(pairs, ([, r]) => r),
    score: new Float32Array(pairs.length),
  });

  it('takes each other’s most frequent partner of the same size', () => {
    const found = matchedClasses(
      classes,
      classes,
      seeds([
        [0, 2],
        [1, 3],
        [2, 0],
        [4, 4],
        [7, 7],
      ]),
    );
    expect(found).toEqual([
      { left: [0, 1], right: [2, 3] },
      { left: [2, 3], right: [0, 1] },
      { left: [4, 5, 6], right: [4, 5, 6] },
    ]);
    expect(
      matchedClasses(
        classes,
        classes,
        seeds([
          [0, 4],
          [1, 5],
        ]),
      ),
    ).toEqual([]);
  });

  it('takes none where two have equally many votes, on either side', () => {
    expect(
      matchedClasses(
        classes,
        classes,
        seeds([
          [0, 0],
          [1, 2],
        ]),
      ),
    ).toEqual([]);
    expect(
      matchedClasses(
        classes,
        classes,
        seeds([
          [0, 0],
          [2, 1],
        ]),
      ),
    ).toEqual([]);
  });
});
