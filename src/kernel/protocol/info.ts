import { KERNEL_VERSION, PACKAGE } from '../version.js';
import { PROTOCOL_VERSION } from './wire.js';

export function kernelInfo(typescript: string): object {
  return {
    status: 'ok',
    protocol_version: PROTOCOL_VERSION,
    implementation: PACKAGE,
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
    banner: `TypeScript ${typescript} on Node ${process.version}. %help lists its commands.`,
    debugger: true,
    supported_features: ['debugger'],
    help_links: [
      { text: 'TypeScript handbook', url: 'https://www.typescriptlang.org/docs/handbook/' },
      { text: 'Node.js', url: 'https://nodejs.org/docs/latest-v20.x/api/' },
    ],
  };
}
