// The work that threads share. A job takes numbers (addresses, sizes, factors) and does part `t` of `T` of them.
// Who does what depends on t and T alone, so that the same seed and thread count give the same bytes.
import * as contrast from './jobs-contrast.mjs';
import * as dense from './jobs-dense.mjs';
import * as graph from './jobs-graph.mjs';
import * as search from './jobs-search.mjs';

/** Places in the control words. `failed` holds the length of the message in the text. */
export const control = { round: 0, done: 1, ready: 2, job: 3, count: 4, failed: 5, words: 16 };

/** @typedef {import('./context.mjs').Context} Context */
/** @typedef {(context: Context, args: number[], t: number, T: number) => void} Job */

/** @type {Record<string, Job>} */
export const jobs = { ...dense, ...contrast, ...graph, ...search };

const names = Object.keys(jobs).sort();
const byNumber = names.map((name) => /** @type {Job} */ (jobs[name]));

/** @param {number} number */
export const jobByNumber = (number) => /** @type {Job} */ (byNumber[number]);

/** @type {ReadonlyMap<string, number>} */
export const jobNumbers = new Map(names.map((name, n) => [name, n]));
