export * from './adamw.js';
export * from './aligner.js';
export { densityRatios } from './balance.js';
export * from './embed.js';
export * from './options.js';
export * from './schedule.js';
export type { StepInfo, TrainSeeds, TrainWork } from './state.js';
export * from './train.js';
