export * from './faults.js';
export * from './figure.js';
export { type Host, host, type MimeBundle, type Shown } from './host.js';
export * from './markdown.js';
export * from './pairs.js';
export * from './progress.js';
export * from './runs.js';
export * from './table.js';
