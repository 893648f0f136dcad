import { lookAt } from '../../base/index.js';
import type { Links } from '../../graph/index.js';
import { type Entities, plainNumber } from '../entities.js';
import { evaluationLinks } from '../links/read-links.js';
import { type FindRow, joinedLinks, linksOf } from '../raw.js';
import type { Source } from '../source.js';

/** Files of true links: all of them, what is to be found, and what others learn from. */
export const linkFiles = ['ill_ent_ids', 'ref_ent_ids', 'sup_ent_ids', 'ref_pairs', 'sup_pairs'];

/** The links of all files that are there, for evaluation: by ids, or by labels where a file has those. */
export function trueLinks(source: Source, sides: readonly [Entities, Entities], notes: string[]): Links | undefined {
  // Anyone may take the answers out of a folder, a packed one too: all but the evaluation goes on without them.
  const files = linkFiles.filter((name) => source.has(name) && lookAt(source.path(name)) !== undefined);
  const read = files.flatMap((name) => evaluationLinks(source.bytes(name), source.path(name), notes) ?? []);
  const links = joinedLinks(read);
  const [left, right] = sides.map(rowIn) as [FindRow, FindRow];
  return links && linksOf(links, left, right, notes);
}

function rowIn({ rows, labels }: Entities): FindRow {
  let byLabel: Map<string, number> | undefined;
  return (id) => {
    const row = rows.get(id) ?? rows.get(plainNumber(id));
    if (row !== undefined || /^\d+$/.test(id)) return row;
    byLabel ??= new Map(labels.map((label, i) => [label, i]));
    return byLabel.get(id);
  };
}
