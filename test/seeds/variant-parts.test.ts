import { Matrix, solve } from 'ml-matrix';
import { describe, expect, it } from 'vitest';
import { matrix, random } from '../../src/compute/index.js';
import { anchorsOf } from '../../src/seeds/variants/anchors.js';
import { assignByMap } from '../../src/seeds/variants/difference-map.js';
import { rowsOf, toUnitScale } from '../../src/seeds/variants/differences.js';
import { membersInSlots } from '../../src/seeds/variants/incomplete.js';
import { stacked } from '../../src/seeds/variants/products.js';
import { heldOutResiduals } from '../../src/seeds/variants/residuals.js';
import { slotOrder } from '../../src/seeds/variants/slot-order.js';
import { commonSlots, inOrder } from '../../src/seeds/variants/slots.js';

const draw = random(3);
const normal = (rows: number, columns: number) =>
  new Matrix(Array.from({ length: rows }, () => Array.from({ length: columns }, () => draw.normal())));
const centred = (m: Matrix) => m.clone().center('column');
const eye = (n: number, x: number) => Matrix.eye(n).mul(x);
const cross = (a: Matrix, b: Matrix) => a.transpose().mmul(b);
const squares = (m: Matrix) => m.norm('frobenius') ** 2;

/** All orders of 0 … k-1, by inserting the last one everywhere. */
const orders = (k: number): number[][] =>
  k === 0 ? [[]] : orders(k - 1).flatMap((o) => Array.from({ length: k }, (_, i) => o.toSpliced(i, 0, k - 1)));

/** C classes in slots; the right ones are the left through one map, slot `order[a]` being the left a, and noise. */
function classesOf({
  count,
  k,
  d,
  order,
  own = 0.5,
  noise = 0.1,
}: {
  count: number;
  k: number;
  d: number;
  order: readonly number[];
  own?: number;
  noise?: number;
}) {
  const [mean, map] = [normal(k, d), normal(d, d)];
  const left = Array.from({ length: count }, () => centred(Matrix.add(mean, normal(k, d).mul(own))));
  const right = left.map((set) => {
    const shown = set.mmul(map).add(normal(k, d).mul(noise));
    return centred(
      inOrder(
        shown,
        order.map((_, b) => order.indexOf(b)),
      ),
    );
  });
  return { left: toUnitScale(left), right: toUnitScale(right), map };
}

describe('heldOutResiduals', () => {
  /** The same from its definition: for every fold a ridge fit of the stacked rows, and what it leaves of the others. */
  function direct(
    left: readonly Matrix[],
    right: readonly Matrix[],
    order: readonly number[],
    anchors?: { gram: Matrix; cross: Matrix },
  ) {
    let sum = 0;
    for (let fold = 0; fold < Math.min(4, left.length); fold++) {
      const part = (held: boolean) => {
        const at = [...left.keys()].filter((c) => (c % 4 === fold) === held);
        return [stacked(at.map((c) => left[c]!)), stacked(at.map((c) => inOrder(right[c]!, order)))] as const;
      };
      const [[x, y], [hx, hy]] = [part(false), part(true)];
      const [gram, target] = [cross(x, x).add(eye(x.columns, 0.1 * x.rows)), cross(x, y)];
      if (anchors) {
        gram.add(Matrix.mul(anchors.gram, x.rows));
        target.add(Matrix.mul(anchors.cross, x.rows));
      }
      sum += squares(Matrix.sub(hx.mmul(solve(gram, target)), hy)) - squares(hy);
    }
    return sum;
  }

  it.each([
    ['without anchors', false],
    ['with anchors', true],
  ] as const)('is that of a ridge fit for every order, %s', (_, with_) => {
    const { left, right } = classesOf({ count: 9, k: 4, d: 5, order: [2, 0, 3, 1] });
    const rows = (m: Matrix) => m.to2DArray().map((row) => Float64Array.from(row));
    const anchors = with_ ? anchorsOf(rows(normal(40, 5)), rows(normal(40, 5))) : undefined;
    const residual = heldOutResiduals(left, right, anchors);
    const all = orders(4);
    expect(new Set(all.map(String)).size).toBe(24);
    // Its large products are in single precision.
    const scale = right.reduce((sum, set) => sum + squares(set), 0);
    for (const order of all)
      expect(Math.abs(residual(order) - direct(left, right, order, anchors))).toBeLessThan(1e-6 * scale);
    const best = all.reduce((a, b) => (residual(b) < residual(a) ? b : a));
    expect(best).toEqual([2, 0, 3, 1]);
  });
});

describe('anchorsOf', () => {
  const [left, map] = [normal(60, 4), normal(4, 4)];
  const right = left.mmul(map).add(normal(60, 4)).add(7);
  const rows = (m: Matrix) => m.to2DArray().map((row) => Float64Array.from(row));
  const found = anchorsOf(rows(left), rows(right))!;
  const scaled = (m: Matrix) => {
    const c = centred(m);
    return c.mul(Math.sqrt((c.rows * c.columns) / squares(c)));
  };
  const [x, y] = [scaled(left), scaled(right)];
  const [gx, gy, gxy] = [cross(x, x).div(60), cross(y, y).div(60), cross(x, y).div(60)];
  const close = (a: Matrix, b: Matrix) => expect(squares(Matrix.sub(a, b))).toBeLessThan(1e-16 * squares(b));

  it('has the covariance of its rows, centred, at one scale', () => {
    close(found.gram, gx);
    close(found.cross, gxy);
  });

  it('has the forms of canonical correlation and of a ridge regression each way', () => {
    expect(found.forms.map(({ weight }) => weight)).toEqual([1, 0.5, 0.5]);
    const [canonical, forward, backward] = found.forms.map(({ form }) => form) as [Matrix, Matrix, Matrix];
    // A (G + r)⁻¹ is the transpose of (G + r)⁻¹ Aᵀ.
    const rightDivided = (a: Matrix, g: Matrix) => solve(g, a.transpose()).transpose();
    const plus = (g: Matrix, r: number) => Matrix.add(g, eye(4, r));
    close(canonical, rightDivided(solve(plus(gx, 0.1), gxy), plus(gy, 0.1)));
    close(forward, solve(plus(gx, 1), gxy));
    close(backward, rightDivided(gxy, plus(gy, 1)));
  });

  it('learns nothing from fewer than thirty', () => {
    const few = (n: number) => anchorsOf(rows(left).slice(0, n), rows(right).slice(0, n));
    expect(few(29)).toBeUndefined();
    expect(few(30)).toBeDefined();
  });
});

describe('commonSlots', () => {
  it('recovers a planted order of the members', () => {
    const mean = centred(normal(5, 8));
    const hidden = Array.from({ length: 30 }, () => [...draw.permutation(5)]);
    const sets = hidden.map((order) => inOrder(centred(Matrix.add(mean, normal(5, 8).mul(0.2))), order));
    const { member, coherence } = commonSlots(sets, random(1));
    // Which planted member stands in each slot is the same in every class.
    const planted = member.map((order, c) => order.map((m) => hidden[c]![m]).join());
    expect(new Set(planted).size).toBe(1);
    expect(coherence).toBeGreaterThan(0.9);
  });

  it('says when there is none', () => {
    const sets = Array.from({ length: 60 }, () => centred(normal(5, 30)));
    expect(commonSlots(sets, random(1)).coherence).toBeLessThan(0.25);
    expect(
      commonSlots(
        sets.map((m) => Matrix.zeros(m.rows, m.columns)),
        random(1),
      ).coherence,
    ).toBe(0);
  });
});

describe('slotOrder', () => {
  const order = [3, 1, 4, 0, 2];
  const votes = Matrix.zeros(5, 5);

  it('finds the planted order against seeds that say another', () => {
    const { left, right } = classesOf({ count: 40, k: 5, d: 6, order });
    const against = Matrix.eye(5).mul(100);
    const found = slotOrder({ left, right, anchors: undefined, votes: against });
    expect(found.right).toEqual(order);
    expect(found.margin).toBeGreaterThan(0.3);
    expect(slotOrder({ left, right, anchors: undefined, votes }).right).toEqual(order);
  });

  it('is not sure where the graphs have nothing to do with each other', () => {
    const margins = Array.from({ length: 20 }, () => {
      const [{ left }, { right }] = [
        classesOf({ count: 12, k: 5, d: 6, order }),
        classesOf({ count: 12, k: 5, d: 6, order }),
      ];
      return slotOrder({ left, right, anchors: undefined, votes }).margin;
    });
    expect(margins.sort((a, b) => a - b)[10]).toBeLessThan(0.3);
  });
});

describe('membersInSlots', () => {
  /** The same from its definition: of all ways, the least squares after the best common shift. */
  function direct(rows: Matrix, means: Matrix): number[] {
    const costs = orders(means.rows)
      .map((order) => order.slice(0, rows.rows))
      .map((slots) => ({ slots, cost: squares(centred(Matrix.sub(rows, inOrder(means, slots)))) }));
    return costs.reduce((best, each) => (each.cost < best.cost - 1e-9 ? each : best)).slots;
  }

  it.each([2, 3, 4, 5])('puts %i of five members where they fit best but for a shift', (a) => {
    for (let n = 0; n < 20; n++) {
      const means = centred(normal(5, 6));
      const slots = direct(normal(a, 6), means);
      const rows = Matrix.add(inOrder(means, slots), normal(a, 6).mul(0.4)).addRowVector(normal(1, 6).getRow(0));
      const which = [...draw.permutation(5)].slice(0, a);
      const member = membersInSlots(rows, which, means);
      expect(direct(rows, means).map((slot) => member[slot])).toEqual(which);
    }
  });

  it('gives a single member that is left the slot that is left, two of them none', () => {
    const means = centred(normal(4, 5));
    const given = (which: number[]) => membersInSlots(inOrder(means, which), which, means);
    expect(given([0, 1, 2, 3])).toEqual([0, 1, 2, 3]);
    expect(given([3, 0, 1])).toEqual([0, 1, 2, 3]);
    expect(given([3, 1])).toEqual([-1, 1, -1, 3]);
  });
});

describe('assignByMap', () => {
  const { left, right } = classesOf({ count: 20, k: 4, d: 4, order: [0, 1, 2, 3] });
  const hidden = right.map(() => [...draw.permutation(4)]);
  const mixed = right.map((set, c) => inOrder(set, hidden[c]!));
  const partners = hidden.map((order) => order.map((_, i) => order.indexOf(i)));
  const given = left.slice(0, 8).map((rows, c) => ({ left: rows, right: right[c]! }));

  it('places the other classes as those given', () => {
    expect(assignByMap(left.slice(8), mixed.slice(8), given)).toEqual(partners.slice(8));
    expect(assignByMap([], [], given)).toEqual([]);
  });

  it('is not led astray by one that is wrong', () => {
    const wrong = { left: left[8]!, right: inOrder(right[8]!, [3, 2, 1, 0]) };
    expect(assignByMap(left.slice(9), mixed.slice(9), [...given, wrong])).toEqual(partners.slice(9));
  });
});

describe('rowsOf', () => {
  it('gives narrow rows as they are, and keeps products of wide ones nearly', () => {
    const table = (cols: number) => ({
      values: matrix(
        20,
        cols,
        Float32Array.from({ length: 20 * cols }, () => draw.normal()),
      ),
      known: new Uint8Array(20).fill(1),
    });
    const narrow = table(256);
    expect([...rowsOf(narrow, 1)(3)]).toEqual([...narrow.values.data.subarray(3 * 256, 4 * 256)]);
    const wide = table(600);
    const rowOf = rowsOf(wide, 1);
    expect(rowOf(0)).toHaveLength(256);
    expect(rowsOf(wide, 1)(5)).toEqual(rowOf(5));
    const ratios = Array.from({ length: 20 }, (_, i) => {
      const own = wide.values.data.subarray(600 * i, 600 * (i + 1));
      return Math.hypot(...rowOf(i)) / Math.hypot(...own);
    });
    for (const ratio of ratios) expect(Math.abs(ratio - 1)).toBeLessThan(0.25);
  });
});
