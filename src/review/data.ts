import type { MatchStage } from '../graph/index.js';

/** An entity as a review page shows it. */
export interface ReviewEntity {
  readonly id: string;
  readonly label: string;
  /** A data URL. */
  readonly picture?: string;
}

/** A matched pair of neighbours: places among the entities, whose neighbour it is, and its weight. */
export type ReviewVote = readonly [left: number, right: number, of: 'both' | 'left' | 'right', weight: number];

/** Another partner of one end. */
export interface ReviewRival {
  readonly end: 'left' | 'right';
  /** Place among the other graph's entities. */
  readonly entity: number;
  readonly lead: number;
  /** By {@link ReviewData.shares}. */
  readonly shares: readonly number[];
  /** Whom it is matched with, a place among the entities of `end`'s graph; null: nobody. */
  readonly partner: number | null;
}

/** Why a pair scores as it does; numbers are rounded. */
export interface ReviewWhy {
  readonly score: number;
  /** By {@link ReviewData.shares}. */
  readonly shares: readonly number[];
  readonly for: readonly ReviewVote[];
  readonly against: readonly ReviewVote[];
  /** Shares of the neighbours that speak for, against, not at all. */
  readonly votes: readonly [number, number, number];
  readonly rivals: readonly ReviewRival[];
}

/** A pair to look at. */
export interface ReviewPair {
  /** Places among the entities. */
  readonly left: number;
  readonly right: number;
  /** How sure it is, 0 … 1: its confidence. */
  readonly sure: number;
  readonly stage: MatchStage;
  readonly mutual: boolean;
  readonly why: ReviewWhy;
}

/** All that a review page holds. */
export interface ReviewData {
  readonly title: string;
  readonly graphs: readonly [left: string, right: string];
  /** Names the two graphs' contents: decisions are kept under it. */
  readonly key: string;
  /** Names of what adds up to a score. */
  readonly shares: readonly string[];
  readonly left: readonly ReviewEntity[];
  readonly right: readonly ReviewEntity[];
  readonly pairs: readonly ReviewPair[];
  /** Pairs of ids that were known to be different before: they are saved again with the new decisions. */
  readonly different: readonly (readonly [left: string, right: string])[];
}
