import type { AbstentionRow, LinkedQuality } from '../../evaluate/index.js';
import type { MatchStage } from '../../graph/index.js';
import type { ScoreSpread } from '../../match/index.js';
import { type ChangeCounts, changesText } from './align-update.js';

/** What `--json` prints. */
export interface Summary {
  readonly task: string;
  readonly engine: string;
  readonly notes: readonly string[];
  readonly options: object;
  readonly matches: Readonly<Record<MatchStage, number>>;
  readonly scores: ScoreSpread;
  /** What a least confidence leaves. */
  readonly confidence: readonly AbstentionRow[];
  /** By links for evaluation, where there are any. */
  readonly quality: LinkedQuality | null;
  /** Of an update: what changed in the graphs, and in the matches. */
  readonly changes?: ChangeCounts;
  readonly out: string;
  readonly seconds: number;
  readonly peakMemoryMB: number;
}

/** The same in words. */
export function textOf(
  { matches, scores, confidence, quality, changes, out, seconds, peakMemoryMB }: Summary,
  { embeddings, review, keep }: { readonly embeddings?: string; readonly review?: string; readonly keep?: string },
): string {
  const { known, seed, found, candidate } = matches;
  // Without training there are no seeds, and no aligner.
  const made = seed > 0 ? [`${seed} seeds`, `${found} found by the aligner`] : [`${found} found`];
  const parts = [...(known > 0 ? [`${known} known`] : []), ...made];
  const share = (value: number | null) => (value === null ? '-' : value.toFixed(3));
  return [
    `${known + seed + found} matches (${parts.join(', ')})${candidate > 0 ? ` and ${candidate} candidates` : ''} written to ${out}`,
    ...(changes ? [changesText(changes)] : []),
    ...(scores.count > 0 ? [spreadText(scores), confidenceText(confidence)] : []),
    ...(quality
      ? [
          `by ${quality.links} links for evaluation: precision ${share(quality.precision)}, recall ${share(quality.recall)}`,
        ]
      : []),
    ...(embeddings === undefined ? [] : [`embeddings written to ${embeddings}`]),
    ...(review === undefined ? [] : [`page to look at them written to ${review}: open it in a browser`]),
    ...(keep === undefined ? [] : [`kept for --update in ${keep}`]),
    `${seconds.toFixed(0)} s, ${peakMemoryMB} MB at most.`,
  ].join('\n');
}

/** What each least confidence leaves, a line each. */
function confidenceText(rows: readonly AbstentionRow[]): string {
  const percent = (share: number | null) => (share === null ? '-' : `${(100 * share).toFixed(1)} %`);
  const lines = rows
    .filter((row) => row.matches > 0)
    .map(({ minConfidence, matches, expected, precision, recall }) => {
      const told = precision === null ? '' : `; by links: precision ${percent(precision)}, recall ${percent(recall)}`;
      return `  from ${minConfidence}: ${matches} matches, ${percent(expected)} expected right${told}`;
    });
  return ['confidence (--min-confidence leaves out what is below):', ...lines].join('\n');
}

function spreadText({ count, mutual, quantiles }: ScoreSpread): string {
  const at = (name: keyof ScoreSpread['quantiles']) => quantiles[name]!.toFixed(3);
  return (
    `scores of what was found: least ${at('least')}, a twentieth up to ${at('p5')}, a tenth ${at('p10')}, a quarter ${at('p25')}, ` +
    `half ${at('median')}, greatest ${at('greatest')} (--min-score cuts off what is below); ` +
    `${mutual} of ${count} are each other's nearest by likeness alone, too`
  );
}
