export * from './check-loss.js';
export * from './check-model.js';
export { CheckError, type CheckRow, type Fault } from './report.js';
export type { Slope } from './slopes.js';
