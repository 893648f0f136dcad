import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { AbortedError, InputError, packageRoot, type Work } from '../../../base/index.js';
import { gainPlace } from '../../gain/record.js';
import { checkWorker } from '../shared/check.js';
import { JobRunner } from '../shared/runner.js';
import { readSweep, type Sweep } from '../shared/sweep.js';
import { addressOf, namespace, temporalName } from './options.js';
import { temporalModules, temporalPart } from './sdk.js';
import type { Activities } from './workflow.js';

/** Whether the SDK, one a process, has been told to log errors alone. */
let quiet = false;

/** What a worker is told. */
export interface TemporalWorkerOptions {
  readonly server?: string | null | undefined;
  /** Runs at once, each in a process of its own. */
  readonly workers: number;
  /** As of the pool. */
  readonly silence: number;
}

/**
 * Works on a sweep until `work.signal` is aborted: takes jobs from Temporal's server, runs each in a child process, commits its record to
 * the store. While the server is away it waits for it.
 * @param folder the sweep's
 * @throws {DataError} where records made here would be others ({@link checkWorker}); {InputError} where there is no server
 */
export async function temporalWorker(
  folder: string,
  o: TemporalWorkerOptions,
  say: (line: string) => void,
  work?: Work,
): Promise<void> {
  const sweep = readSweep(folder);
  const { NativeConnection, Worker, Runtime, DefaultLogger, bundleWorkflowCode } = temporalPart('worker');
  await checkWorker(sweep);
  if (!quiet)
    Runtime.install({ logger: new DefaultLogger('ERROR'), telemetryOptions: { logging: { filter: 'ERROR' } } });
  quiet = true;
  const address = addressOf(o.server);
  const workflowBundle = await bundleWorkflowCode(workflowSource());
  const runners = new Runners(sweep, o.silence, say);
  const settings = {
    namespace: namespace(),
    taskQueue: temporalName(sweep),
    workflowBundle,
    activities: runners.activities(),
    maxConcurrentActivityTaskExecutions: o.workers,
    maxHeartbeatThrottleInterval: '5s',
    shutdownGraceTime: '1s',
  };
  for (let first = true; !work?.signal?.aborted; first = false) {
    try {
      const connection = await NativeConnection.connect({ address });
      const worker = await Worker.create({ ...settings, connection });
      const stop = (): void => (worker.getState() === 'RUNNING' ? worker.shutdown() : undefined);
      work?.signal?.addEventListener('abort', stop);
      say(`Works on sweep ${sweep.id}, ${o.workers} at once, server ${address}`);
      await worker.run();
      await connection.close();
    } catch (error) {
      if (first) throw noServer(address, error);
      say(`The server does not answer (${(error as Error).message}): waiting for it`);
      await sleep(5000);
    }
  }
  await runners.stop();
}

export const noServer = (address: string, cause: unknown): InputError =>
  new InputError(
    `no Temporal server: ${(cause as Error).message}`,
    address,
    'Start one (temporal server start-dev), or name it by --server or TEMPORAL_ADDRESS',
    { cause },
  );

/** Where the workflow lies, as it is built, and where what it imports lies. */
const workflowSource = () => ({
  workflowsPath: join(packageRoot(), 'dist', 'study', 'sweep', 'temporal', 'workflow.js'),
  logger: { log() {}, trace() {}, debug() {}, info() {}, warn() {}, error() {} },
  webpackConfigHook: (config: { resolve?: { modules?: string[] } }) => ({
    ...config,
    resolve: { ...config.resolve, modules: [temporalModules(), 'node_modules', ...(config.resolve?.modules ?? [])] },
  }),
});

/** Child processes, each kept for the next job. */
class Runners {
  private readonly free: JobRunner[] = [];

  constructor(
    private readonly sweep: Sweep,
    private readonly silence: number,
    private readonly say: (line: string) => void,
  ) {}

  activities(): Activities {
    return { runJob: (id) => this.runJob(id) };
  }

  async stop(): Promise<void> {
    await Promise.all(this.free.map((runner) => runner.stop()));
  }

  private async runJob(id: string): Promise<void> {
    const { Context, ApplicationFailure } = temporalPart('activity');
    const context = Context.current();
    const job = this.sweep.jobs.find((each) => each.id === id);
    if (!job) throw ApplicationFailure.create({ message: `no job ${id}`, type: 'JobThrew', nonRetryable: true });
    const runner = this.free.pop() ?? new JobRunner(this.sweep, { silence: this.silence, say: this.say });
    // Of this process: a child that hangs is ended by it.
    const beat = setInterval(() => context.heartbeat(), 1000);
    const stop = () => void runner.stop();
    context.cancellationSignal.addEventListener('abort', stop);
    try {
      const outcome = await runner.run(job);
      this.free.push(runner);
      if ('failed' in outcome)
        throw ApplicationFailure.create({ message: outcome.failed, type: 'JobThrew', nonRetryable: true });
      if ('ended' in outcome) throw ApplicationFailure.create({ message: outcome.ended, type: 'JobLost' });
      this.say(`${gainPlace(job)}: ${outcome.kept ? 'committed' : 'was committed before'}`);
    } catch (error) {
      if (!this.free.includes(runner)) await runner.stop();
      if (!(error instanceof AbortedError)) throw error;
      this.say(`${gainPlace(job)}: stopped`);
      await context.cancelled;
    } finally {
      clearInterval(beat);
      context.cancellationSignal.removeEventListener('abort', stop);
    }
  }
}
