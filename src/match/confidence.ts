import type { RankedMatches } from '../graph/index.js';
import { leadBounds, within } from './pair-lead.js';

/** What speaks for each pair besides the plan that it was matched by. */
export interface CrossEvidence {
  /** By aligners that were not trained on the pair. */
  readonly heldOut: Float32Array;
  /** By features and triples alone, without training. */
  readonly untrained: Float32Array;
  /** 1 where pictures alone tell an end from another entity of its graph, and nothing says how pictures correspond. */
  readonly looksAlone: Uint8Array;
}

/**
 * Weights of logistic models of "the pair is right", fitted on development pairs (fr:openmoji,it:fluent; fr:twemoji,it:openmoji;
 * syntheticTask of noise 1, 1.5 and 2; DBP15K ZH-EN; none, a fifth and a half of the right entities left out), each kind of
 * pair counting alike. Nothing is fitted to the graphs at hand: they have no labels.
 */
const weights = {
  plan: { constant: 0.48, likelihood: 1.11, lead: 0.46, mutual: 0.61 },
  cross: { constant: 1.45, likelihood: 0.73, mutual: 0.22, heldOut: 0.68, untrained: 0.33, looksAlone: -1.38 },
};

const leastLikelihood = -5;
const likelihood = (score: number) => Math.max(leastLikelihood, Math.log(score));
const logistic = (z: number) => 1 / (1 + Math.exp(-z));

/** A pair's confidence by the plan alone. @param o lead: in log-probability over the rivals of either end, the lesser */
export function planConfidence(o: { readonly score: number; readonly lead: number; readonly mutual: boolean }): number {
  const w = weights.plan;
  const z = w.constant + w.likelihood * likelihood(o.score) + w.lead * within(o.lead, leadBounds);
  return logistic(z + (o.mutual ? w.mutual : 0));
}

/**
 * The same matches with confidences by evidence that they were not made from (method §6): how far an aligner that has not
 * seen the pair, and the features alone, put it ahead of its rivals. Known links stay at 1.
 */
export function crossConfidence(matches: RankedMatches, by: CrossEvidence): RankedMatches {
  const w = weights.cross;
  const confidence = matches.score.map((score, i) => {
    if (matches.stage[i] === 'known') return 1;
    const own = w.constant + w.likelihood * likelihood(score) + w.mutual * matches.mutual[i]!;
    const others = w.heldOut * by.heldOut[i]! + w.untrained * by.untrained[i]!;
    return logistic(own + others + w.looksAlone * by.looksAlone[i]!);
  });
  return { ...matches, confidence };
}

/** The matches without those of less confidence; known links and candidates stay. */
export function leaveOut(matches: RankedMatches, minConfidence: number): RankedMatches {
  if (minConfidence === 0) return matches;
  const { stage, confidence } = matches;
  const keep = (_: unknown, i: number) =>
    stage[i] === 'known' || stage[i] === 'candidate' || confidence[i]! >= minConfidence;
  return {
    ...{ left: matches.left.filter(keep), right: matches.right.filter(keep) },
    ...{ score: matches.score.filter(keep), confidence: confidence.filter(keep) },
    ...{ rank: matches.rank.filter(keep), reverseRank: matches.reverseRank.filter(keep) },
    ...{ stage: stage.filter(keep), mutual: matches.mutual.filter(keep) },
  };
}
