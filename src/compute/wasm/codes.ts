// Codes that the kernels and their callers agree on: read by the AssemblyScript compiler and by TypeScript alike.

// Of one operand: unary.ts.
export const EXP = 0;
export const LOG = 1;
export const SQRT = 2;
export const RSQRT = 3;
export const SQUARE = 4;
export const NEG = 5;
export const RELU = 6;
export const ELU = 7;
export const LEAKY_RELU = 8;
export const SIGMOID = 9;
export const TANH = 10;
export const ABS = 11;
export const STEP = 12;
export const RECIPROCAL = 13;

// Of two: binary.ts.
export const ADD = 0;
export const SUB = 1;
export const MUL = 2;
export const DIV = 3;
export const MAX = 4;
export const MIN = 5;
export const SQUARED_DIFFERENCE = 6;
export const ELU_GRADIENT = 7;

// Tiles of logits: a side with itself or with the other, on the diagonal or beside it.
export const WITHIN = 0;
export const ACROSS = 1;
export const WITHIN_DIAGONAL = 2;
export const ACROSS_DIAGONAL = 3;
