/**
 * A Jupyter kernel for TypeScript. It stands alone: it imports nothing of the other rooms.
 * How it works and why: docs/kernel.md.
 */
export { type InstallOptions, installKernel, kernelCommand, kernelMain } from './install.js';
