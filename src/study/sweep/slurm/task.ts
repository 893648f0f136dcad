import { InputError, type Work } from '../../../base/index.js';
import { gainPlace } from '../../gain/record.js';
import { JobRunner } from '../shared/runner.js';
import { readSweep } from '../shared/sweep.js';
import { readSubmission, writeEnd } from './submissions.js';

/**
 * Runs one task of an array: a job in a child process, its record committed, or how it ended written down.
 * @param o.task its number in the array @param o.silence as of the pool
 * @returns whether the job's record is there
 * @throws {AbortedError} when it was told to stop
 */
export async function slurmTask(
  folder: string,
  o: { readonly submission: number; readonly task: number; readonly silence: number },
  say: (line: string) => void,
  work?: Work,
): Promise<boolean> {
  const sweep = readSweep(folder);
  const id = readSubmission(sweep, o.submission).jobs[o.task];
  const job = sweep.jobs.find((each) => each.id === id);
  if (!job) throw new InputError(`no task ${o.task} in submission ${o.submission}`, folder);
  const runner = new JobRunner(sweep, { silence: o.silence, say });
  const stop = () => void runner.stop();
  work?.signal?.addEventListener('abort', stop);
  try {
    const outcome = await runner.run(job);
    const [threw, why] = 'failed' in outcome ? [true, outcome.failed] : [false, 'ended' in outcome && outcome.ended];
    if (why) writeEnd(sweep, o.submission, job.id, { threw, why });
    say(`${gainPlace(job)}: ${why || ('kept' in outcome && outcome.kept ? 'committed' : 'was committed before')}`);
    return !why;
  } finally {
    work?.signal?.removeEventListener('abort', stop);
    await runner.stop();
  }
}
