/** Line commands of a cell, as in IPython: a line at its beginning that starts with `%`. */
export const COMMANDS: Record<string, string> = {
  reload: "load the project's sources anew (edited files are seen without it)",
  reset: 'forget all names',
  help: 'list these commands',
};

export interface Commands {
  /** The cell without its command lines; blanks keep the positions. */
  code: string;
  names: string[];
  /** What is wrong with them. */
  error?: string;
}

export function readCommands(code: string): Commands {
  const lines = code.split('\n');
  const names: string[] = [];
  for (let i = 0; i < lines.length; i++) {
    const line = lines[i]!;
    if (!line.trim()) continue;
    const name = /^%(\w*)\s*$/.exec(line)?.[1];
    if (name === undefined) {
      if (line.startsWith('%')) return { code, names, error: `"${line}" is no command. ${help()}` };
      break;
    }
    if (!(name in COMMANDS)) return { code, names, error: `There is no command %${name}. ${help()}` };
    names.push(name);
    lines[i] = '';
  }
  return { code: lines.join('\n'), names };
}

export const help = (): string =>
  `Commands:\n${Object.entries(COMMANDS)
    .map(([name, what]) => `  %${name.padEnd(8)} ${what}`)
    .join('\n')}`;
