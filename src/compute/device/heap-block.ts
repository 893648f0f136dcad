/** How much of a matrix lies in the heap at a time, in searches and sparse products: 512 MB. What is larger goes block by block. */
export const heapBlock = { cells: 2 ** 27 };
