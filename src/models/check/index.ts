export * from './check-loss.js';
export * from './check-model.js';
export type { PairLoss } from './pair-loss-checks.js';
export { CheckError, type CheckRow, type Fault } from './report.js';
export type { Slope } from './slopes.js';
