// Runs in Temporal's sandbox, bundled by its SDK: nothing of this package may be imported at run time.
import { isCancellation, proxyActivities } from '@temporalio/workflow';

/** What the workflow is started with. */
export interface Asked {
  /** Ids of the jobs. */
  readonly jobs: readonly string[];
  readonly attempts: number;
  /** Seconds without a worker's heartbeat after which its job is given to another. */
  readonly heartbeat: number;
}

/** A job without a record. */
export interface Failed {
  readonly job: string;
  readonly why: string;
  /** Whether it threw; else its workers were lost. */
  readonly threw: boolean;
}

/** What a worker does for a sweep. */
export interface Activities {
  /** Runs a job by its id; its record lies in the store when it returns. */
  runJob(id: string): Promise<void>;
}

/** Most jobs that wait with the server at a time: it takes up to 2,000 of a workflow. */
const MOST = 500;

interface Cause {
  readonly message?: string;
  readonly type?: string | null;
  readonly cause?: Cause;
}

/** A sweep: each job an activity, tried again where its worker is lost. Results are in the store; it returns what failed. */
export async function sweep({ jobs, attempts, heartbeat }: Asked): Promise<Failed[]> {
  const { runJob } = proxyActivities<Activities>({
    startToCloseTimeout: '30 days',
    heartbeatTimeout: `${heartbeat}s`,
    retry: { maximumAttempts: attempts, initialInterval: '1s', maximumInterval: '1m' },
    cancellationType: 'WAIT_CANCELLATION_COMPLETED',
  });
  const failed: Failed[] = [];
  const waiting = [...jobs];
  async function place(): Promise<void> {
    for (let job = waiting.shift(); job !== undefined; job = waiting.shift()) {
      try {
        await runJob(job);
      } catch (error) {
        if (isCancellation(error)) throw error;
        const { message = String(error), type } = (error as Cause).cause ?? (error as Cause);
        failed.push({ job, why: message, threw: type === 'JobThrew' });
      }
    }
  }
  await Promise.all(Array.from({ length: Math.min(MOST, jobs.length) }, place));
  return failed;
}
