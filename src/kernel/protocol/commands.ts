import type { Completion } from '../language/complete.js';
import { npmFault } from './npm.js';

/** Line commands of a cell, as in IPython: a line at its beginning that starts with `%`. */
export const COMMANDS: Record<string, string> = {
  reload: "load the project's sources anew (edited files are seen without it)",
  reset: 'forget all names',
  reactive: 'run this cell again whenever a name that it uses is changed',
  npm: 'install NAME: a package into the project of the notebook, there for the next lines',
  help: 'list these commands',
};

export interface Commands {
  /** The cell without its command lines; blanks keep the positions. */
  code: string;
  names: string[];
  /** The words behind each `%npm`. */
  npm: string[][];
  /** What is wrong with them. */
  error?: string;
}

export function readCommands(code: string): Commands {
  const lines = code.split('\n');
  const names: string[] = [];
  const npm: string[][] = [];
  for (let i = 0; i < lines.length; i++) {
    const line = lines[i]!;
    if (!line.trim()) continue;
    const words = /^%npm\s+(\S.*)$/.exec(line)?.[1]?.trim().split(/\s+/);
    if (words) npm.push(words);
    const name = words ? 'npm' : /^%(\w*)\s*$/.exec(line)?.[1];
    if (name === undefined) {
      if (line.startsWith('%')) return { code, names, npm, error: `"${line}" is no command. ${help()}` };
      break;
    }
    if (!(name in COMMANDS)) return { code, names, npm, error: `There is no command %${name}. ${help()}` };
    const fault = name === 'npm' ? npmFault(words ?? []) : undefined;
    if (fault) return { code, names, npm, error: fault };
    names.push(name);
    lines[i] = '';
  }
  return { code: lines.join('\n'), names, npm };
}

/** The commands that a line at the head of a cell may become; undefined where there is no `%`. */
export function completeCommand(code: string, at: number): Completion | undefined {
  const lines = code.slice(0, at).split('\n');
  const typed = /^%(\w*)$/.exec(lines.pop()!)?.[1];
  if (typed === undefined || lines.some((line) => line.trim() && !line.startsWith('%'))) return undefined;
  const names = Object.keys(COMMANDS).filter((name) => name.startsWith(typed));
  return { start: at - typed.length - 1, end: at, matches: names.map((name) => ({ text: `%${name}`, type: 'magic' })) };
}

const NAME = /^[\p{ID_Start}$_][\p{ID_Continue}$.]*$/u;

/** The name in a cell that asks for help as in IPython: `x?`, `?x`, `x.y??`. */
export function askedAbout(code: string): string | undefined {
  if (code.length > 200 || !code.includes('?')) return undefined;
  const asked = code.trim();
  const name = asked.startsWith('?') ? asked.replace(/^\?{1,2}\s*/, '') : asked.replace(/\?{1,2}$/, '');
  return name !== asked && NAME.test(name) ? name : undefined;
}

/** What to say of a cell that does not compile and looks like a shell command, as in IPython. */
export function shellHint(code: string, firstMessage: string): string | undefined {
  const [, command, word] = /^\s*!\s*(([\w./-]+).*)/.exec(code.slice(0, 1000)) ?? [];
  // "!ready" may well be TypeScript; a name that is not there, or what is no TypeScript at all, is a command.
  if (!command || !(firstMessage.includes(`'${word}'`) || firstMessage.includes('expected'))) return undefined;
  return `"!" runs no shell here. In TypeScript: import { execSync } from 'node:child_process'; console.log(execSync(${JSON.stringify(command.trim())}, { encoding: 'utf8' }))`;
}

export const help = (): string =>
  `Commands:\n${Object.entries(COMMANDS)
    .map(([name, what]) => `  %${name.padEnd(8)} ${what}`)
    .join('\n')}`;
