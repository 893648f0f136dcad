export { cslsRadii } from './csls.js';
export { mutualNearest } from './mutual.js';
export { greedyMatch, topPairs } from './pairs.js';
export { rankCounts } from './ranks.js';
export type { Pairs, Scores } from './scores.js';
export { topK } from './top-k.js';
