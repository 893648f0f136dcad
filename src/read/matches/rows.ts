import type { AlignmentTask, MatchStage, RankedMatches } from '../../graph/index.js';

/** One match as every file has it. */
export interface MatchRow {
  readonly left_id: string;
  readonly right_id: string;
  readonly left_label: string;
  readonly right_label: string;
  /** As short as a 32-bit float can be told. */
  readonly score: number;
  /** How probably the pair is right; as short as a 32-bit float can be told. */
  readonly confidence: number;
  readonly rank: number;
  readonly reverse_rank: number;
  readonly stage: MatchStage;
  readonly mutual: boolean;
}

/** The columns in their order. */
export const matchColumns = [
  'left_id',
  'right_id',
  'left_label',
  'right_label',
  'score',
  'confidence',
  'rank',
  'reverse_rank',
  'stage',
  'mutual',
] as const satisfies readonly (keyof MatchRow)[];

/** The matches by ids and labels, in their order. */
export function matchRows(matches: RankedMatches, { left, right }: AlignmentTask): MatchRow[] {
  return Array.from(matches.left, (l, i) => {
    const r = matches.right[i]!;
    return {
      left_id: left.ids[l]!,
      right_id: right.ids[r]!,
      left_label: left.labels[l]!,
      right_label: right.labels[r]!,
      score: Number(matches.score[i]!.toPrecision(9)),
      confidence: Number(matches.confidence[i]!.toPrecision(9)),
      rank: matches.rank[i]!,
      reverse_rank: matches.reverseRank[i]!,
      stage: matches.stage[i]!,
      mutual: matches.mutual[i] === 1,
    };
  });
}
