import { readFileSync } from 'node:fs';

/** What the client wrote into the connection file. */
export interface Connection {
  transport: 'tcp' | 'ipc';
  ip: string;
  shell_port: number;
  control_port: number;
  stdin_port: number;
  iopub_port: number;
  hb_port: number;
  key: string;
  signature_scheme: string;
}

export type Channel = 'shell' | 'control' | 'stdin' | 'iopub' | 'hb';

/** @throws Error that names the file and the field, when the file is not a connection file. */
export function readConnection(file: string): Connection {
  const read = JSON.parse(readFileSync(file, 'utf8')) as Partial<Connection>;
  const connection = {
    transport: 'tcp',
    ip: '127.0.0.1',
    key: '',
    signature_scheme: 'hmac-sha256',
    ...read,
  } as Connection;
  for (const channel of ['shell', 'control', 'stdin', 'iopub', 'hb'] as const)
    if (!Number.isInteger(connection[`${channel}_port`]))
      throw new Error(`${file}: "${channel}_port" is not a port number`);
  if (connection.key && !connection.signature_scheme.startsWith('hmac-'))
    throw new Error(`${file}: signature scheme "${connection.signature_scheme}" is not known; use hmac-sha256`);
  // Whoever reaches an unsigned port runs what he likes: on this machine that is the client's choice, elsewhere nobody's.
  if (!connection.key && connection.transport === 'tcp' && !/^(127\.[\d.]+|localhost|::1|\[::1\])$/.test(connection.ip))
    throw new Error(`${file}: listening on ${connection.ip} needs a "key", so that not everyone can run code here`);
  return connection;
}

export function address(connection: Connection, channel: Channel): string {
  const port = connection[`${channel}_port`];
  return connection.transport === 'ipc' ? `ipc://${connection.ip}-${port}` : `tcp://${connection.ip}:${port}`;
}
