import type { MatchRow } from './rows.js';
import type { MatchPredicate } from './sssom.js';

const predicates: Readonly<Record<MatchPredicate, string>> = {
  same: 'http://www.w3.org/2002/07/owl#sameAs',
  close: 'http://www.w3.org/2004/02/skos/core#closeMatch',
};

/** Whether an id can stand in N-Triples: an absolute IRI without what must not be in one. */
export const isIri = (id: string): boolean => /^[a-z][a-z0-9+.-]*:[^\p{Cc} <>"{}|^`\\]+$/iu.test(id);

/** Whether a row is said: candidates are no matches, and what is no IRI has no name outside of its file. */
export const canSay = (row: MatchRow): boolean =>
  row.stage !== 'candidate' && isIri(row.left_id) && isIri(row.right_id);

/** The matches as N-Triples: those of {@link canSay}. */
export function ntriplesText(rows: readonly MatchRow[], predicate: MatchPredicate): string {
  const line = ({ left_id, right_id }: MatchRow) => `<${left_id}> <${predicates[predicate]}> <${right_id}> .\n`;
  return rows.filter(canSay).map(line).join('');
}
