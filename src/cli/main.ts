#!/usr/bin/env node
import { runCli } from './program.js';

// A reader that closes early (psqe run --json | head) is no error of ours.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(0);
  throw error;
});
// A command may have set a status of its own without an error.
process.exitCode = (await runCli(process.argv.slice(2))) || process.exitCode || 0;
