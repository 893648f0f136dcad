export * from './adamw.js';
export * from './aligner.js';
export * from './embed.js';
export * from './options.js';
export * from './schedule.js';
export * from './train.js';
