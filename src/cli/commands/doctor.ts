import { Command } from 'commander';
import { jsonOption } from '../options.js';
import { printJson, say } from '../session.js';

/** `psqe doctor`: what this machine has and lacks. */
export function doctorCommand(): Command {
  return new Command('doctor')
    .description('show what this machine has: Node, Python, engine, BLAS, kernel, browser, memory, disk')
    .addOption(jsonOption())
    .addHelpText('after', '\nExamples:\n  psqe doctor\n  psqe doctor --json')
    .action(async ({ json }: { json?: boolean }) => {
      const { inspectMachine } = await import('../doctor/inspect.js');
      const findings = inspectMachine();
      if (json) {
        printJson({ ok: findings.every((f) => f.ok), findings });
        return;
      }
      for (const { name, ok, found, remedy } of findings) {
        say(`${ok ? '✓' : '!'} ${name.padEnd(16)} ${found}`);
        if (remedy) say(`  ${''.padEnd(16)} ${remedy}`);
      }
    });
}
