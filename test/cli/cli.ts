import { vi } from 'vitest';
import { runCli } from '../../src/cli/program.js';

export interface Ran {
  readonly status: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a command line in this process, in the folder `cwd`, and catches what it prints. */
export async function psqeCommand(cwd: string, ...args: string[]): Promise<Ran> {
  const before = process.cwd();
  const printed = { stdout: '', stderr: '' };
  const spies = (['stdout', 'stderr'] as const).map((stream) =>
    vi.spyOn(process[stream], 'write').mockImplementation((text) => {
      printed[stream] += String(text);
      return true;
    }),
  );
  process.chdir(cwd);
  try {
    return { status: await runCli(args), ...printed };
  } finally {
    process.chdir(before);
    for (const spy of spies) spy.mockRestore();
  }
}
