import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { readConnection } from '../protocol/connection.js';

const folder = mkdtempSync(join(tmpdir(), 'connection-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const ports = { shell_port: 1, control_port: 2, stdin_port: 3, iopub_port: 4, hb_port: 5 };
function read(more: object) {
  const file = join(folder, 'connection.json');
  writeFileSync(file, JSON.stringify({ ...ports, ...more }));
  return readConnection(file);
}

test.each(['127.0.0.1', '127.1.2.3', 'localhost', '::1'])('without a key it listens on %s', (ip) =>
  expect(read({ ip, key: '' }).ip).toBe(ip),
);

test.each(['0.0.0.0', '192.168.0.7', '*', '::', 'example.org', '127.0.0.1.example.org'])(
  'without a key it does not listen on %s, with one it does',
  (ip) => {
    expect(() => read({ ip, key: '' })).toThrow(/connection\.json: listening on .* needs a "key"/);
    expect(read({ ip, key: 'k' }).key).toBe('k');
  },
);

test('an address inside of this machine needs none', () =>
  expect(read({ transport: 'ipc', ip: 'some/file', key: '' }).transport).toBe('ipc'));
