export type { Changes, SideChanges } from './changes.js';
export type { FallenMatch, FallReason } from './fallen.js';
export { keptFile, readKeptAlignment, writeKeptAlignment } from './file.js';
export { type KeptAlignment, type KeptSide, keepAlignment } from './kept.js';
export * from './options.js';
export { type UpdatedAlignment, updateAlignment } from './update.js';
