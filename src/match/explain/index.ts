export * from './explain.js';
export { type NeighbourVote, type NeighbourVotes, type Partners, partnersOf } from './neighbours.js';
export * from './options.js';
export type { NamedEmbeddings, ScoreShare } from './shares.js';
