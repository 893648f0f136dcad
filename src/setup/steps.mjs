// What the set-up's steps share: node's own modules only, since nothing may be installed yet.
import { spawn } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

/** The repository's (or the installed package's) folder. */
export const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..', '..');

/** A path inside the repository. */
export const inRoot = (...parts) => path.join(root, ...parts);

/** True in the module that node was started with. */
export const isMain = (url) => !!process.argv[1] && fs.realpathSync(process.argv[1]) === fileURLToPath(url);

/** A step could not be done; `remedy` says what to do about it. */
export class SetupError extends Error {
  constructor(message, remedy) {
    super(message);
    this.remedy = remedy;
  }
}

const log = (line) => process.stderr.write(`${line}\n`);

/**
 * Runs one step and prints what it does and how long it took.
 * `work` returns nothing when there was something to do, or a short text ("up to date") when there was not.
 */
export async function step(title, work) {
  const start = performance.now();
  const slow = setTimeout(() => log(`  … ${title}`), 1500);
  const note = await work().finally(() => clearTimeout(slow));
  const seconds = ((performance.now() - start) / 1000).toFixed(1);
  log(`  ✓ ${title}${note ? `: ${note}` : ''} (${seconds} s)`);
}

/** Says that something is missing without stopping. */
export const warn = (message, remedy) => log(`  ! ${message}\n    ${remedy}`);

/** Runs `main`; a failing step ends the process with what went wrong and what to do. */
export async function runSteps(main) {
  try {
    await main();
  } catch (error) {
    log(`  ✗ ${error.message}`);
    if (error instanceof SetupError) log(`    ${error.remedy}`);
    else log(error.stack);
    process.exitCode = 1;
  }
}

/**
 * Runs a program to its end and returns `{ code, output }`; `quiet` keeps its output for an error message instead of
 * showing it. A program that cannot be started gives code -1.
 */
export function run(command, args, { quiet = false, cwd = root, env = process.env } = {}) {
  return new Promise((resolve) => {
    const child = spawn(command, args, { cwd, env, stdio: quiet ? ['ignore', 'pipe', 'pipe'] : 'inherit' });
    let output = '';
    const keep = (chunk) => {
      output = (output + chunk).slice(-20_000);
    };
    child.stdout?.on('data', keep);
    child.stderr?.on('data', keep);
    child.on('error', (error) => resolve({ code: -1, output: error.message }));
    child.on('close', (code, signal) => resolve({ code: code ?? 1, signal, output }));
  });
}

const causes = [
  [
    /ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENETUNREACH|Temporary failure in name resolution|NewConnectionError|ConnectTimeoutError|Max retries exceeded/i,
    'The network or the package registry cannot be reached: check the connection or the proxy, then start again.',
  ],
  [/ENOSPC|No space left|disk is full/i, 'The disk is full: free about 2 GB, then start again.'],
  [/EACCES|EPERM|Permission denied/i, 'No right to write here: check who owns this folder, then start again.'],
];

/** The error for a program that failed: the end of its output, and the remedy when the cause is a known one. */
export function failure(what, output, otherwise) {
  const tail = output.trim().split('\n').slice(-12).join('\n    ');
  const known = causes.find(([pattern]) => pattern.test(output));
  return new SetupError(`${what} failed:\n    ${tail}`, known ? known[1] : otherwise);
}

/** Refuses to begin a download that cannot fit. */
export function needDisk(megabytes, what) {
  const { bavail, bsize } = fs.statfsSync(root);
  const free = Math.floor((bavail * bsize) / 2 ** 20);
  if (free < megabytes)
    throw new SetupError(
      `${what} needs about ${megabytes} MB of disk, ${free} MB are free in ${root}`,
      'Free some space, or move the repository to a larger disk, then start again.',
    );
}

/** Writes a text whole or not at all: what was there before stays until all of the new is on the disk. */
export function writeWhole(file, text) {
  fs.mkdirSync(path.dirname(file), { recursive: true });
  const half = `${file}.${process.pid}.half`;
  try {
    fs.writeFileSync(half, text, { flush: true });
    fs.renameSync(half, file);
  } finally {
    fs.rmSync(half, { force: true });
  }
}

/** Puts a folder that is whole where an older one may be. Both lie on one disk. */
export function replaceFolder(whole, folder) {
  const old = `${folder}.${process.pid}.old`;
  if (fs.existsSync(folder)) fs.renameSync(folder, old);
  fs.renameSync(whole, folder);
  fs.rmSync(old, { recursive: true, force: true });
}

/** The text of a file, or undefined when there is none. */
export function readIfThere(file) {
  try {
    return fs.readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}
