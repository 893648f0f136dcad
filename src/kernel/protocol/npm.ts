import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';

/** A package of the registry, perhaps with a version: no path, address or option, which could lead out of the project. */
const PACKAGE = /^(?:@[a-z0-9~-][\w.~-]*\/)?[a-z0-9~-][\w.~-]*(?:@[\w.^~<>=*-]+)?$/i;
const FLAGS = new Set(['-D', '--save-dev', '-E', '--save-exact']);

/** The folder of the nearest package.json at `from` or above. */
export function packageFolder(from: string): string | undefined {
  for (let folder = resolve(from); ; folder = dirname(folder)) {
    if (existsSync(join(folder, 'package.json'))) return folder;
    if (folder === dirname(folder)) return undefined;
  }
}

/** What is wrong with the words behind `%npm`; undefined when nothing is. */
export function npmFault(words: readonly string[]): string | undefined {
  const [command, ...rest] = words;
  const packages = rest.filter((word) => !FLAGS.has(word));
  const usage = 'Write %npm install NAME, or NAME@VERSION; -D for a development package.';
  if (command !== 'install' && command !== 'i') return `%npm ${command ?? ''}: only install is known. ${usage}`;
  if (packages.length === 0) return `%npm install: which package? ${usage}`;
  const wrong = packages.find((word) => !PACKAGE.test(word) || word.startsWith('-'));
  return wrong ? `%npm install: "${wrong}" is no package of the registry. ${usage}` : undefined;
}

/** One more try, soon: a reader waits. */
const PATIENCE = ['--fetch-retries=1', '--fetch-retry-mintimeout=1000', '--fetch-retry-maxtimeout=2000'];

/** What npm says when it cannot reach the registry. */
const UNREACHED = /ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ETIMEDOUT|ENETUNREACH|ECONNRESET|network/i;

/** Installs packages into the project around the notebook, one call at a time. */
export class Npm {
  private child: ChildProcess | undefined;

  constructor(private readonly cwd: string) {}

  /**
   * @param say takes what npm prints
   * @returns what went wrong; undefined when the packages are there
   */
  async install(words: readonly string[], say: (text: string) => void): Promise<string | undefined> {
    const folder = packageFolder(this.cwd);
    if (!folder) return `There is no package.json at ${this.cwd} or above. Make a project first: npm init -y`;
    const args = [
      'install',
      ...words.slice(1),
      '--no-fund',
      '--no-audit',
      '--no-progress',
      '--loglevel=notice',
      ...PATIENCE,
    ];
    const output = await this.run(args, folder, say);
    if (output === undefined) return undefined;
    if (UNREACHED.test(output)) return 'npm could not reach the registry: is there a network? Nothing was installed.';
    return 'npm could not install it: see above.';
  }

  /** Stops npm, if it runs. */
  stop(): void {
    this.child?.kill();
  }

  /** All that npm printed when it failed. */
  private run(args: string[], cwd: string, say: (text: string) => void): Promise<string | undefined> {
    return new Promise((done) => {
      const windows = process.platform === 'win32';
      const child = spawn(windows ? 'npm.cmd' : 'npm', args, {
        cwd,
        shell: windows,
        stdio: ['ignore', 'pipe', 'pipe'],
      });
      this.child = child;
      let output = '';
      for (const stream of [child.stdout, child.stderr])
        stream.on('data', (text) => {
          output += text;
          say(String(text));
        });
      const end = (failure: string | undefined): void => {
        this.child = undefined;
        done(failure);
      };
      child.once('error', (error) => end(`npm does not start: ${error.message}`));
      child.once('close', (code) => end(code === 0 ? undefined : output));
    });
  }
}
