import module from 'node:module';
import { homedir } from 'node:os';
import { join } from 'node:path';

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

// Imported before TypeScript, 9 MB of JavaScript: the next start finds it compiled. Node passes over a folder that it
// cannot write; NODE_COMPILE_CACHE names another one, NODE_DISABLE_COMPILE_CACHE=1 turns it off.
if (!process.env.NODE_COMPILE_CACHE) cache.enableCompileCache?.(cacheFolder());

/** Writes down what has been compiled so far. */
export const keepCompiled = (): void => cache.flushCompileCache?.();
