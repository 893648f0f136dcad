import { PROTOCOL_VERSION } from './wire.js';

/** The kernel's own version (of the messages and commands described in docs/kernel.md). */
export const KERNEL_VERSION = '1.0.0';

export function kernelInfo(typescript: string): object {
  return {
    status: 'ok',
    protocol_version: PROTOCOL_VERSION,
    implementation: 'psqe',
    implementation_version: KERNEL_VERSION,
    language_info: {
      name: 'typescript',
      version: typescript,
      mimetype: 'application/typescript',
      file_extension: '.ts',
      pygments_lexer: 'typescript',
      codemirror_mode: { name: 'javascript', typescript: true },
      nbconvert_exporter: 'script',
    },
    banner: `TypeScript ${typescript} on Node ${process.version}: the kernel of PSQE. %help lists its commands.`,
    debugger: false,
    supported_features: [],
    help_links: [
      { text: 'TypeScript handbook', url: 'https://www.typescriptlang.org/docs/handbook/' },
      { text: 'TensorFlow.js', url: 'https://js.tensorflow.org/api/latest/' },
      { text: 'Arquero', url: 'https://idl.uw.edu/arquero/' },
    ],
  };
}
