// Sizes that the jobs and their callers agree on.

/** Rows and columns of a tile of logits: two tiles of under 600 KB stay in a core's second cache. */
export const tileSize = 384;

/** Cells of scratch that attention needs a thread: a sum a head and one more row, whole cache lines. */
export const sumsCells = (heads: number, width: number): number => Math.ceil(((heads + 1) * width) / 16) * 16;
