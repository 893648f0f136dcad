export * from './arrays.js';
export * from './errors.js';
export * from './files.js';
export * from './html.js';
export * from './json.js';
export * from './options.js';
export * from './package.js';
export * from './work.js';
