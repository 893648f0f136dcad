import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import module, { createRequire } from 'node:module';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { Script } from 'node:vm';

/** Node 22.8 and later; not in the types of Node 20. */
interface CompileCache {
  enableCompileCache?(folder: string): unknown;
  flushCompileCache?(): void;
}
const cache = module as CompileCache;

/** Where caches of one user belong. Node's own choice is the machine's temporary folder, which all users share. */
function cacheFolder(env: NodeJS.ProcessEnv = process.env): string {
  const home =
    process.platform === 'win32'
      ? (env.LOCALAPPDATA ?? join(homedir(), 'AppData/Local'))
      : process.platform === 'darwin'
        ? join(homedir(), 'Library/Caches')
        : (env.XDG_CACHE_HOME ?? join(homedir(), '.cache'));
  return join(home, 'typescript-kernel');
}

/** TypeScript's code as it was compiled, and where that is kept; undefined when it was read from there. */
let fresh: { script: Script; file: string } | undefined;

const DIGEST = 32;
const digestOf = (code: Buffer): Buffer => createHash('sha256').update(code).digest();

/** The compiled code, if it is there and whole: V8 itself looks at its length and origin alone, and runs what was damaged. */
function keptCode(file: string): Buffer | undefined {
  try {
    const kept = readFileSync(file);
    const code = kept.subarray(DIGEST);
    return digestOf(code).equals(kept.subarray(0, DIGEST)) ? code : undefined;
  } catch {
    return undefined;
  }
}

/** What `require('typescript')` does, with V8's code cache: for Node 20, which has none of its own. */
function loadTypeScript(): void {
  const require = createRequire(import.meta.url);
  const path = require.resolve('typescript');
  const { version } = require('typescript/package.json') as { version: string };
  const file = join(cacheFolder(), `typescript-${version}-${process.version}-${process.arch}.bin`);
  const cachedData = keptCode(file);
  const source = module.wrap(readFileSync(path, 'utf8'));
  const script = new Script(source, { filename: path, ...(cachedData ? { cachedData } : {}) });
  if (!cachedData || script.cachedDataRejected) fresh = { script, file };
  const loaded = new module(path);
  loaded.filename = path;
  require.cache[path] = loaded;
  const run = script.runInThisContext() as (...parts: unknown[]) => void;
  run.call(loaded.exports, loaded.exports, createRequire(path), loaded, path, dirname(path));
  loaded.loaded = true;
}

// Imported before TypeScript, 9 MB of JavaScript: the next start finds it compiled. Node passes over a folder that it
// cannot write; NODE_COMPILE_CACHE names another one, NODE_DISABLE_COMPILE_CACHE=1 turns it off.
if (cache.enableCompileCache) {
  if (!process.env.NODE_COMPILE_CACHE) cache.enableCompileCache(cacheFolder());
} else if (process.env.NODE_DISABLE_COMPILE_CACHE !== '1') loadTypeScript();

/** Writes down what has been compiled so far. */
export function keepCompiled(): void {
  cache.flushCompileCache?.();
  if (!fresh) return;
  const { script, file } = fresh;
  fresh = undefined;
  try {
    mkdirSync(dirname(file), { recursive: true });
    const half = `${file}.${process.pid}`;
    const code = script.createCachedData();
    writeFileSync(half, Buffer.concat([digestOf(code), code]));
    renameSync(half, file);
  } catch {
    // The next start compiles it again.
  }
}
