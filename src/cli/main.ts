#!/usr/bin/env node
import { runCli } from './program.js';

// A reader that closes early (psqe run --json | head) is no error of ours; who no longer hears notes may want the result.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(0);
  throw error;
});
process.stderr.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
});
// Ours as notes, without the process's number; others' as they are.
process.removeAllListeners('warning');
process.on('warning', (warning) =>
  process.stderr.write(warning.name === 'PsqeWarning' ? `! ${warning.message}\n` : `${warning.stack}\n`),
);
// A command may have set a status of its own without an error.
process.exitCode = (await runCli(process.argv.slice(2))) || process.exitCode || 0;
