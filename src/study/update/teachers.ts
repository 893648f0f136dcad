import type { Resolved } from '../../base/index.js';
import type { AlignmentTask, Links } from '../../graph/index.js';
import { type VariantClasses, type VariantOptions, variantClasses } from '../../seeds/index.js';
import type { RowSets } from './settle.js';

/** Classes of a size, and pairs outside of all classes, that teach an order which is known to be there. */
const most = { classes: 20, outside: 200 };

/**
 * The places of the pairs that are needed to put variants in order where an order was found before: those of classes with an
 * entity that is new or has changed, and enough others to teach the order anew.
 */
export function toOrder(
  task: AlignmentTask,
  pairs: Links,
  touched: RowSets,
  o: Resolved<VariantOptions>,
): ReadonlySet<number> {
  const [left, right] = [variantClasses(task, 'left', o), variantClasses(task, 'right', o)];
  const chosen = { left: chosenClasses(left, touched.left), right: new Set<number>() };
  for (const [c, members] of right.classes.entries())
    if (members.some((r) => touched.right.has(r))) chosen.right.add(c);
  const classesOf = (i: number) => [left.classOf[pairs.left[i]!]!, right.classOf[pairs.right[i]!]!] as const;
  // A class goes with all those that its pairs lead to, and those of these: two steps are enough for what is not wrong throughout.
  for (let step = 0; step < 2; step++)
    for (const i of pairs.left.keys()) {
      const [a, b] = classesOf(i);
      if (a >= 0 && b >= 0 && (chosen.left.has(a) || chosen.right.has(b))) {
        chosen.left.add(a);
        chosen.right.add(b);
      }
    }
  const outside = [...pairs.left.keys()].filter((i) => classesOf(i).every((c) => c < 0));
  const every = Math.max(1, Math.floor(outside.length / most.outside));
  const inside = [...pairs.left.keys()].filter((i) => {
    const [a, b] = classesOf(i);
    return chosen.left.has(a) || chosen.right.has(b);
  });
  return new Set([...inside, ...outside.filter((_, n) => n % every === 0)]);
}

/** Classes with a touched entity, and of each size some others, evenly. */
function chosenClasses({ classes }: VariantClasses, touched: ReadonlySet<number>): Set<number> {
  const chosen = new Set([...classes.keys()].filter((c) => classes[c]!.some((row) => touched.has(row))));
  for (const size of new Set(classes.map(({ length }) => length))) {
    const own = [...classes.keys()].filter((c) => classes[c]!.length === size);
    const every = Math.max(1, Math.floor(own.length / most.classes));
    for (const [n, c] of own.entries()) if (n % every === 0) chosen.add(c);
  }
  return chosen;
}
