export { type GainJob, sweepGain } from './gain.js';
export { type FailedJob, type PoolEars, type PoolJob, type PoolOptions, poolOptions, runPool } from './pool.js';
