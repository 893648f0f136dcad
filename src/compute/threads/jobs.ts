import type { Job, Numbers } from './job.js';
import * as contrast from './jobs-contrast.js';
import * as dense from './jobs-dense.js';
import * as graph from './jobs-graph.js';
import * as search from './jobs-search.js';

/** Places in the control words. `failed` holds the length of the message in the text, `ended` counts threads that are no more. */
export const control = { round: 0, done: 1, ready: 2, job: 3, failed: 4, ended: 5, words: 16 };

/** Every job by name. */
export const jobs = { ...dense, ...contrast, ...graph, ...search };

export type JobName = keyof typeof jobs;

/** The numbers that a job takes, by name. */
export type NumbersOf<N extends JobName> = (typeof jobs)[N] extends Job<infer F> ? Numbers<F> : never;

/** The names in an order that all threads share: a job's place in it is its number. */
export const jobNames = Object.keys(jobs).sort() as JobName[];

/** The job as what any numbers are handed to; callers have been checked by `NumbersOf`. */
export const jobOf = (name: JobName): Job => jobs[name] as unknown as Job;
