import type { OptionSet, Resolved, Work } from '../../base/index.js';

/** How a study is to run. */
export interface HowToRun {
  /** Also what is stored already. */
  readonly again: boolean;
  readonly on?: 'local' | 'slurm' | 'temporal' | undefined;
  /** Worker processes; undefined: this process alone. With Slurm the most runs at once, with Temporal those in this process. */
  readonly workers?: number | undefined;
  /** Of each run's engine. */
  readonly threads?: number | undefined;
  /** A folder that all machines see. */
  readonly store?: string | undefined;
  /** Slurm's. */
  readonly partition?: string | undefined;
  readonly time?: string | undefined;
  /** Temporal's. */
  readonly server?: string | undefined;
}

/** A study as the command line knows it. Its file loads nothing heavy before it runs. */
export interface Study<T = object> {
  readonly name: string;
  /** What it answers, in a sentence. */
  readonly about: string;
  readonly options: OptionSet<T>;
  /** Its rows by the lists that they can be asked for by, each with what it shows. */
  rows?(): Promise<Readonly<Record<string, readonly { readonly name: string; readonly label: string }[]>>>;
  /** Runs what is asked for and stores it; gives what to print. @param how.again also what is stored already */
  run(options: Resolved<T>, how: HowToRun, work: Work): Promise<string>;
  /** Whether it keeps what is done when it is stopped, and goes on from there. */
  readonly goesOn?: boolean;
  /** Whether its runs can be shared out to worker processes and machines. */
  readonly sweeps?: boolean;
  /** What is stored, to print; left out by studies that store nothing. @param markdown as Markdown */
  table?(options: Resolved<T>, markdown: boolean): Promise<string>;
}

/** Keeps a study's own option types while it is written. */
// biome-ignore lint/suspicious/noExplicitAny: a list of studies holds each with options of its own
export const study = <T>(definition: Study<T>): Study<any> => definition;
