export { type ClusterOptions, type ClusterRequest, clusterSweep, sweepCluster } from './cluster.js';
export { type GainJob, sweepGain } from './gain.js';
export { type FailedJob, type PoolEars, type PoolJob, runPool } from './pool.js';
export { type PoolOptions, poolOptions } from './pool-options.js';
export { type SlurmOptions, slurmOptions } from './slurm/options.js';
export { slurmSweep } from './slurm/sweep.js';
export { slurmTask } from './slurm/task.js';
