export { type AnchorLosses, type IclGradient, iclGradient, type SideGradient } from './gradient.js';
export { iclSoftmax, type Softmax } from './softmax.js';
