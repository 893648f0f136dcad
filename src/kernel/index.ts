/**
 * A Jupyter kernel for TypeScript. It stands alone: it imports nothing but Node, TypeScript and ZeroMQ.
 * What it does: README.md beside this file; how it works and why: docs/kernel.md of the repository.
 */
export {
  activeEnvironment,
  type InstallOptions,
  installKernel,
  kernelCommand,
  kernelMain,
  userData,
} from './install.js';
export { type InstalledKernel, installedKernels } from './status.js';
