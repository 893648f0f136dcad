import { type Kernels, parameters } from './kernels.js';

/** Kernels that do cells or rows [from, to) of their work. */
export type Ranged = {
  [K in keyof Kernels]: (typeof parameters)[K] extends readonly [...infer _, 'from', 'to'] ? K : never;
}[keyof Kernels];

/** The parameters of such a kernel, but for the range. */
export type Given<K extends Ranged> = (typeof parameters)[K] extends readonly [...infer P, 'from', 'to']
  ? P[number] & string
  : never;

/** Their names, in the kernel's order. */
export const givenTo = <K extends Ranged>(kernel: K): Given<K>[] => parameters[kernel].slice(0, -2) as Given<K>[];

/** The kernel as a function of the numbers in its order. */
export const kernelOf = (k: Kernels, kernel: Ranged) => k[kernel] as (...numbers: number[]) => void;
