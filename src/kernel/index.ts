/**
 * A Jupyter kernel for TypeScript. It stands alone: it imports nothing of the other rooms.
 * How it works and why: docs/kernel.md.
 */
export {
  activeEnvironment,
  type InstallOptions,
  installKernel,
  kernelCommand,
  kernelMain,
  userData,
} from './install.js';
