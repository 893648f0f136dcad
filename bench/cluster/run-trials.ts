import { rmSync } from 'node:fs';
import { type Coordinator, layData, localRecords, type Outcome, tableOf, Watch } from './trial.js';

/** A sweep that a trial attacks. */
export interface Attack {
  readonly by: readonly Coordinator[];
  /** Ends what the trial has started. */
  stop?(): void;
}

/** What the trials need. */
export interface TrialPlace<A extends Attack> {
  /** Of the trials alone; goes with them. */
  readonly folder: string;
  readonly seeds: readonly number[];
  readonly attack: () => A;
  readonly server: { start(): Promise<void>; version(): string; stop(): void | Promise<void> };
}

/**
 * Each breaks a sweep that is running, waits for its end, and says what was seen; what became of its runs is counted. Prints a Markdown
 * table, and ends the process: 1 where something was lost, doubled or other than one process makes.
 * @param trials by name; of these those that hold one of the command line's words
 */
export async function runTrials<A extends Attack>(
  trials: Readonly<Record<string, (attack: A) => Promise<string>>>,
  { folder, seeds, attack, server }: TrialPlace<A>,
): Promise<never> {
  const asked = process.argv.slice(3);
  const chosen = Object.entries(trials).filter(
    ([name]) => asked.length === 0 || asked.some((word) => name.includes(word)),
  );
  const outcomes: Outcome[] = [];
  try {
    await layData(folder);
    await server.start();
    console.error(server.version());
    const local = await localRecords(seeds, 1);
    for (const [name, trial] of chosen) {
      const attacked = attack();
      // The sweep's folder is known once a coordinator has told it; results cannot be there before.
      const watch = new Watch(() => attacked.by.find((each) => each.folder)?.folder);
      const seen = await trial(attacked).finally(() => attacked.stop?.());
      outcomes.push(watch.outcome(name, { jobs: seeds.length, by: attacked.by, local, seen }));
      console.error(JSON.stringify(outcomes.at(-1)));
    }
  } finally {
    await server.stop();
    rmSync(folder, { recursive: true, force: true });
  }
  console.log(tableOf(outcomes));
  process.exit(outcomes.some(({ lost, doubled, other }) => lost + doubled + other > 0) ? 1 : 0);
}
