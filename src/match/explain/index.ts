export * from './explain.js';
export type { NeighbourVote, NeighbourVotes } from './neighbours.js';
export * from './options.js';
export type { NamedEmbeddings, ScoreShare } from './shares.js';
