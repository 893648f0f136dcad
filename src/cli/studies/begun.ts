import type { BegunStudy, RecordKey } from '../../study/index.js';

/** A study that may have been begun before; says so on stderr. */
export async function begunBefore(study: string, pair: string, made: RecordKey, again: boolean): Promise<BegunStudy> {
  const { begunStudy } = await import('../../study/index.js');
  const begun = begunStudy(study, pair, made, again);
  if (begun.parts > 0)
    process.stderr.write(`${begun.parts} runs of an earlier start are taken over; --fresh makes them anew\n`);
  return begun;
}
