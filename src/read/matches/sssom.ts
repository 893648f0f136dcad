import { packageVersion, sha256 } from '../../base/index.js';
import { csvText } from '../csv-text.js';
import { curies } from '../curies.js';
import type { MatchRow } from './rows.js';

/** What a file of links says of a match. */
export type MatchPredicate = 'same' | 'close';

/** Ours beside SSSOM's own columns. */
const extensions = ['psqe_score', 'psqe_rank', 'psqe_reverse_rank', 'psqe_stage', 'psqe_mutual'];

/** Candidates are close at most, so that no reader takes them for matches. */
const says = ({ stage }: MatchRow, predicate: MatchPredicate) =>
  stage === 'candidate' || predicate === 'close' ? 'skos:closeMatch' : 'skos:exactMatch';

/** How SEMAPV calls it: many sources at once, or given by the user, who alone knows how it came about. */
const justified = ({ stage }: MatchRow) =>
  stage === 'known' ? 'semapv:UnspecifiedMatching' : 'semapv:CompositeMatching';

/**
 * Matches as SSSOM/TSV (Simple Standard for Sharing Ontological Mappings): a YAML block of comments, and a table. Ids
 * become CURIEs, which {@link curies} tells.
 */
export function sssomText(rows: readonly MatchRow[], name: string, predicate: MatchPredicate): string {
  const { prefixes, of } = curies();
  const columns = ['subject_id', 'subject_label', 'predicate_id', 'object_id', 'object_label'];
  const table = csvText(
    [...columns, 'mapping_justification', 'confidence', ...extensions],
    rows.map((row) => [
      ...[of('left', row.left_id), row.left_label, says(row, predicate), of('right', row.right_id), row.right_label],
      ...[justified(row), row.confidence, row.score, row.rank, row.reverse_rank, row.stage, String(row.mutual)],
    ]),
    '\t',
  );
  const block = [
    'curie_map:',
    ...[...prefixes].sort().map(([prefix, namespace]) => `  ${prefix}: ${JSON.stringify(namespace)}`),
    `mapping_set_id: https://w3id.org/sssom/mappings/${sha256(Buffer.from(table)).slice(0, 32)}`,
    `mapping_set_title: ${JSON.stringify(name)}`,
    'license: https://w3id.org/sssom/license/unspecified',
    'mapping_tool: psqe',
    `mapping_tool_version: ${packageVersion()}`,
    'extension_definitions:',
    ...extensions.map((slot) => `- slot_name: ${slot}`),
  ];
  return block.map((line) => `#${line}\n`).join('') + table;
}
