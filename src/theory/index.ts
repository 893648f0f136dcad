export type { Checked } from './checked.js';
export { type AnchorLosses, type IclGradient, iclGradient, type SideGradient } from './gradient.js';
export * from './mass.js';
export * from './measure-pull.js';
export { expectedPull, type KeptPull, keptPull, type WrongPartner } from './pull.js';
export { type LimitError, type LimitOptions, limitOptions, repulsionLimit } from './repulsion.js';
export * from './shares.js';
export { iclSoftmax, type Softmax } from './softmax.js';
export { type Space, space } from './space.js';
