import { InputError } from '../../base/index.js';
import type { Links } from '../../graph/index.js';
import { pairKey, pairKeys } from '../../match/index.js';
import { type Changes, today } from './changes.js';
import type { KeptAlignment } from './kept.js';

/** What is known of pairs. */
interface Decisions {
  readonly links: Links | null;
  readonly different: Links | null;
}

/**
 * What is known of pairs: what was decided before, of entities that are still there, and what is decided now, which counts
 * where the two contradict each other.
 * @throws {InputError} where a pair is decided both ways now
 */
export function decided(
  kept: KeptAlignment,
  { now }: Changes,
  given: Decisions,
): Decisions & { readonly anyNew: boolean } {
  const same = pairKeys(given.links);
  const apart = pairKeys(given.different);
  for (const key of apart)
    if (same.has(key))
      throw new InputError(
        `the pair of rows ${key} is a known link, too`,
        'updateAlignment: option "different"',
        'Say one of the two',
      );
  const before = { links: still(kept.options.links, now), different: still(kept.options.different, now) };
  const ends = { left: new Set(given.links?.left), right: new Set(given.links?.right) };
  const links = joined(
    given.links,
    before.links,
    (l, r) => !ends.left.has(l) && !ends.right.has(r) && !apart.has(pairKey(l, r)),
  );
  const different = joined(
    given.different,
    before.different,
    (l, r) => !same.has(pairKey(l, r)) && !apart.has(pairKey(l, r)),
  );
  const unknown = (list: Links | null, known: ReadonlySet<string>) =>
    [...pairKeys(list)].some((key) => !known.has(key));
  const anyNew = unknown(given.links, pairKeys(before.links)) || unknown(given.different, pairKeys(before.different));
  return { links, different, anyNew };
}

const still = (pairs: Links | null, now: Changes['now']): Links | null => pairs && today(pairs, now);

/** All of the first, and of the second what may stay beside it; null: none. */
function joined(
  first: Links | null,
  second: Links | null,
  stays: (left: number, right: number) => boolean,
): Links | null {
  const kept = [...(second?.left.keys() ?? [])].filter((i) => stays(second!.left[i]!, second!.right[i]!));
  const column = (side: 'left' | 'right') =>
    Int32Array.from([...(first?.[side] ?? []), ...kept.map((i) => second![side][i]!)]);
  const links = { left: column('left'), right: column('right') };
  return links.left.length > 0 ? links : null;
}
