import { writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { kernelCommand } from '../install.js';
import { buildKernel } from './build.js';

export const CHANNELS = ['shell', 'control', 'stdin', 'iopub', 'hb'] as const;

/** The TCP port of each channel, on this machine. */
export type Ports = Record<(typeof CHANNELS)[number], number>;

/** A free TCP port of this machine. */
function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as { port: number };
      server.close(() => resolve(port));
    });
  });
}

/** Writes a connection file with ports that are free. */
export async function writeConnection(file: string, key: string): Promise<Ports> {
  const free = await Promise.all(CHANNELS.map(freePort));
  const ports = Object.fromEntries(CHANNELS.map((name, i) => [name, free[i]])) as Ports;
  const named = Object.fromEntries(CHANNELS.map((name) => [`${name}_port`, ports[name]]));
  const rest = { transport: 'tcp', ip: '127.0.0.1', key, signature_scheme: 'hmac-sha256' };
  writeFileSync(file, JSON.stringify({ ...named, ...rest }));
  return ports;
}

export interface ClientOptions {
  cwd?: string;
  env?: NodeJS.ProcessEnv;
  /** Node's own options. */
  args?: string[];
  /** Starts the kernel by the command line that Jupyter finds installed. */
  installed?: boolean;
  /** The kernel's entry point, when it is not the sources as they stand. */
  main?: string;
  /** Another kernel's command line, with `{connection_file}` in it. */
  command?: readonly string[];
}

/** The kernel's command line, with `{connection_file}` in it. */
export function commandOf({ command, args = [], installed, main }: ClientOptions): readonly string[] {
  if (command) return command;
  const entry = main ?? buildKernel();
  return installed ? kernelCommand(process.execPath, entry) : [process.execPath, ...args, entry, '{connection_file}'];
}
