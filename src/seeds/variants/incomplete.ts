import { Matrix } from 'ml-matrix';

/**
 * The slots of a class in which members lack the modality, as classes without gaps have taught them: the others take the
 * slots that fit their rows best but for a common shift, which is what is unknown of their class's mean; a single
 * member that is left takes the slot that is left.
 * @param rows a × d differences of the members that have a row; @param which those members; @param means k × d of the slots
 * @returns for each slot the member that stands in it; -1 where several could
 */
export function membersInSlots(rows: Matrix, which: readonly number[], means: Matrix): readonly number[] {
  const member = new Array<number>(means.rows).fill(-1);
  bestSlots(rows, means).forEach((slot, i) => {
    member[slot] = which[i]!;
  });
  const [lost, ...more] = [...member.keys()].filter((m) => !which.includes(m));
  if (lost !== undefined && more.length === 0) member[member.indexOf(-1)] = lost;
  return member;
}

/**
 * Which slot each row takes, of all ways to deal out k slots to a rows: least ‖x − μ − c‖² summed over the rows, c being the
 * mean of x − μ. All ways share three small tables, so that one costs sums over them.
 */
function bestSlots(rows: Matrix, means: Matrix): readonly number[] {
  const a = rows.rows;
  const fit = rows.mmul(means.transpose());
  const gram = means.mmul(means.transpose());
  const pull = new Matrix([rows.sum('column') as number[]]).mmul(means.transpose()).getRow(0);
  let best: { readonly cost: number; readonly slots: readonly number[] } | undefined;
  for (const slots of waysOf(a, means.rows)) {
    let cost = 0;
    slots.forEach((slot, i) => {
      cost += gram.get(slot, slot) - 2 * fit.get(i, slot) + (2 * pull[slot]!) / a;
      for (const other of slots) cost -= gram.get(slot, other) / a;
    });
    if (!best || cost < best.cost) best = { cost, slots };
  }
  return best!.slots;
}

const made = new Map<string, readonly (readonly number[])[]>();

/** All lists of a different numbers below k (at most 7! of them), made once. */
function waysOf(a: number, k: number): readonly (readonly number[])[] {
  const key = `${a} of ${k}`;
  let all = made.get(key);
  if (!all) {
    all = [...ways(a, k)];
    made.set(key, all);
  }
  return all;
}

function* ways(a: number, k: number, begun: readonly number[] = []): Generator<readonly number[]> {
  if (begun.length === a) yield begun;
  else for (let slot = 0; slot < k; slot++) if (!begun.includes(slot)) yield* ways(a, k, [...begun, slot]);
}
