/** The package's name: what kernelspecs and the protocol say of who answers. */
export const PACKAGE = 'typescript-kernel';

/** The package's version; a test holds it equal to the one in package.json. */
export const KERNEL_VERSION = '1.0.0';
