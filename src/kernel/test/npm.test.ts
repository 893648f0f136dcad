import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { npmFault, packageFolder } from '../protocol/npm.js';
import { Client } from './client.js';

/** A registry of one package, "seeds-of-joy", with types; and a project with a notebook folder. */
const folder = mkdtempSync(join(tmpdir(), 'kernel npm '));
const project = join(folder, 'project');
let registry: Server;
let kernel: Client;

function pack(): Buffer {
  const source = join(folder, 'package');
  mkdirSync(source);
  const about = { name: 'seeds-of-joy', version: '1.2.0', type: 'module', main: 'index.js', types: 'index.d.ts' };
  writeFileSync(join(source, 'package.json'), JSON.stringify(about));
  writeFileSync(join(source, 'index.js'), 'export const joy = (n) => n * 2;');
  writeFileSync(join(source, 'index.d.ts'), '/** Doubles. */\nexport declare const joy: (n: number) => number;');
  spawnSync('npm', ['pack', '--pack-destination', folder], { cwd: source });
  return readFileSync(join(folder, 'seeds-of-joy-1.2.0.tgz'));
}

beforeAll(async () => {
  const tarball = pack();
  const integrity = `sha512-${createHash('sha512').update(tarball).digest('base64')}`;
  registry = createServer((request, response) => {
    const home = `http://127.0.0.1:${(registry.address() as AddressInfo).port}`;
    if (request.url === '/seeds-of-joy.tgz') return void response.end(tarball);
    if (request.url !== '/seeds-of-joy') return void response.writeHead(404).end('{}');
    const version = {
      name: 'seeds-of-joy',
      version: '1.2.0',
      dist: { tarball: `${home}/seeds-of-joy.tgz`, integrity },
    };
    response.setHeader('content-type', 'application/json');
    response.end(
      JSON.stringify({ name: 'seeds-of-joy', 'dist-tags': { latest: '1.2.0' }, versions: { '1.2.0': version } }),
    );
  });
  await new Promise<void>((resolve) => registry.listen(0, '127.0.0.1', resolve));
  mkdirSync(join(project, 'notebooks'), { recursive: true });
  writeFileSync(join(project, 'package.json'), '{"name": "a-project", "private": true}');
  const address = `http://127.0.0.1:${(registry.address() as AddressInfo).port}/`;
  kernel = await Client.start({
    cwd: join(project, 'notebooks'),
    env: { npm_config_registry: address, npm_config_cache: join(folder, 'cache'), npm_config_update_notifier: 'false' },
  });
});
afterAll(async () => {
  await kernel.stop();
  registry.close();
  rmSync(folder, { recursive: true, force: true });
});

test('%npm install: module and types are there without a restart, in the project and nowhere else', async () => {
  expect((await kernel.execute("import { joy } from 'seeds-of-joy';")).reply.evalue).toContain('Cannot find module');
  const { reply, of } = await kernel.execute(
    "%npm install seeds-of-joy\nimport { joy } from 'seeds-of-joy'; joy(21)",
    {},
    60_000,
  );
  expect(reply, reply.evalue).toMatchObject({ status: 'ok' });
  expect(of('execute_result')[0].data['text/plain']).toBe('42');
  expect((await kernel.execute('joy("a")')).reply.evalue).toContain("not assignable to parameter of type 'number'");
  const { dependencies } = JSON.parse(readFileSync(join(project, 'package.json'), 'utf8'));
  expect(dependencies).toEqual({ 'seeds-of-joy': '^1.2.0' });
  expect(existsSync(join(project, 'notebooks', 'node_modules'))).toBe(false);
});

test('what the registry does not have, and no network: a clear word, and the cell does not run', async () => {
  const missing = await kernel.execute('%npm install seeds-of-sorrow\nconsole.log("ran")', {}, 60_000);
  expect(missing.reply).toMatchObject({ ename: 'NpmError', evalue: 'npm could not install it: see above.' });
  expect(missing.stream('stdout')).toMatch(/404/);
  expect(missing.stream('stdout')).not.toContain('ran');
  registry.closeAllConnections();
  await new Promise((resolve) => registry.close(resolve));
  const { reply } = await kernel.execute('%npm install seeds-of-hope', {}, 90_000);
  expect(reply).toMatchObject({ ename: 'NpmError', evalue: expect.stringContaining('could not reach the registry') });
}, 180_000);

test.each([
  [['install'], 'which package'],
  [['uninstall', 'x'], 'only install is known'],
  [['install', '-g', 'x'], '"-g" is no package'],
  [['install', '--prefix', '/tmp', 'x'], '"--prefix" is no package'],
  [['install', '../x'], '"../x" is no package'],
  [['install', 'file:x'], 'is no package'],
  [['install', 'https://example.org/x.tgz'], 'is no package'],
  [['install', 'x@npm:y'], 'is no package'],
])('%j is refused', (words, why) => {
  expect(npmFault(words)).toContain(why);
});

test('names with scope, version, and as development packages are fine', () => {
  for (const words of ['install x', 'i @a/b @a/b@^1.2.3 x@latest', 'install -D x@>=1.0.0'])
    expect(npmFault(words.split(' '))).toBeUndefined();
  expect(packageFolder(join(project, 'notebooks'))).toBe(project);
});
