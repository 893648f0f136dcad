import type { Links, RankedMatches } from '../graph/index.js';

/** Share of the matches that are true, and of the true links that were found. */
export function matchQuality(pairs: Links, truth: Links): { precision: number | null; recall: number | null } {
  const partner = new Map(Array.from(truth.left, (l, i) => [l, truth.right[i]!]));
  let correct = 0;
  pairs.left.forEach((l, i) => {
    if (partner.get(l) === pairs.right[i]) correct++;
  });
  const share = (of: number) => (of === 0 ? null : correct / of);
  return { precision: share(pairs.left.length), recall: share(truth.left.length) };
}

/** How good matches are by links that name some of the entities. */
export interface LinkedQuality {
  /** Share of the matches of named entities that are links; null where there are none. */
  readonly precision: number | null;
  /** Share of the links that are matches. */
  readonly recall: number | null;
  /** Links that were not known before. */
  readonly links: number;
}

/**
 * {@link matchQuality} where links need not name every entity: a match counts when a link names one of its ends. Links that
 * were known count neither as matches nor as links, candidates not as matches.
 */
export function linkedQuality(matches: RankedMatches, links: Links): LinkedQuality {
  const known = pairsWhere(matches, (i) => matches.stage[i] === 'known');
  const [givenLeft, givenRight] = [new Set(known.left), new Set(known.right)];
  const asked = pairsWhere(links, (i) => !givenLeft.has(links.left[i]!) && !givenRight.has(links.right[i]!));
  const [left, right] = [new Set(asked.left), new Set(asked.right)];
  const found = pairsWhere(
    matches,
    (i) =>
      (matches.stage[i] === 'seed' || matches.stage[i] === 'found') &&
      (left.has(matches.left[i]!) || right.has(matches.right[i]!)),
  );
  return { ...matchQuality(found, asked), links: asked.left.length };
}

const pairsWhere = ({ left, right }: Links, keep: (i: number) => boolean): Links => ({
  left: left.filter((_, i) => keep(i)),
  right: right.filter((_, i) => keep(i)),
});
