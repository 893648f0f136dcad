export * from './errors.js';
export * from './files.js';
export * from './json.js';
export * from './options.js';
export * from './package.js';
export * from './sealed.js';
export * from './system-errors.js';
export { isTemporary } from './temporary.js';
export * from './work.js';
