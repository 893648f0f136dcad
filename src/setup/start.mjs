// `npm start`: installs what is missing, builds, then runs the main job (`psqe run`) or the command that is given.
import { build } from './build.mjs';
import { setUpKernel } from './kernel.mjs';
import { checkNode, installPackages } from './node.mjs';
import { environmentReady, makeEnvironment } from './python.mjs';
import { inRoot, isMain, run, runSteps, SetupError, step, warn } from './steps.mjs';

/** Brings the working tree into a state in which everything runs; without Python, everything but the notebooks. */
export async function prepare() {
  await step('Node', async () => checkNode());
  await step('npm packages', installPackages);
  try {
    await step('Python environment (.venv)', makeEnvironment);
  } catch (error) {
    if (!(error instanceof SetupError)) throw error;
    warn(`Python environment: ${error.message}`, error.remedy);
    warn(
      'going on without it',
      'No notebooks, no OpenBLAS (the wasm engine computes), figures as HTML instead of PNG.',
    );
  }
  await step('build', build);
  if (environmentReady()) await step('Jupyter kernel', setUpKernel);
}

/** `npm start [-- options]` is `psqe run [options]`; `npm start -- doctor` is `psqe doctor`. */
async function main(args) {
  await prepare();
  const command = args.length > 0 && !args[0].startsWith('-') ? args : ['run', ...args];
  // Ctrl-C reaches the child too: it ends cleanly by itself, this process only waits for it.
  process.on('SIGINT', () => {});
  const { code } = await run(process.execPath, [inRoot('dist', 'cli', 'main.js'), ...command]);
  process.exitCode = code;
}

if (isMain(import.meta.url)) await runSteps(() => main(process.argv.slice(2)));
