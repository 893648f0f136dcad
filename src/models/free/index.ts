export * from './fields.js';
export * from './label-views.js';
export * from './labels.js';
export * from './lightea.js';
export * from './raw.js';
export * from './seu.js';
