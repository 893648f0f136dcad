import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { OptionError, packageRoot, type Work, writeFile } from '../base/index.js';
import type { AlignmentTask } from '../graph/index.js';
import { collect, type Reviewable } from './collect.js';
import type { ReviewData } from './data.js';
import { type ReviewOptions, reviewOptions } from './options.js';

/** A page, and what was left out of it, a sentence each. */
export interface ReviewPage {
  readonly html: string;
  readonly notes: readonly string[];
}

/**
 * One HTML page, which needs no network, to look matches through: pictures, labels, how sure each is and why, to be accepted or
 * rejected by keys; what was decided is saved as a file of links for the next run (`readDecisions`, `psqe align --links`).
 * Whatever the graphs call themselves is shown as text and never run.
 * @throws {OptionError} for a bad option, DataError for embeddings that do not fit, AbortedError
 */
export async function reviewPage(
  task: AlignmentTask,
  aligned: Reviewable,
  options?: ReviewOptions,
  work?: Work,
): Promise<ReviewPage> {
  const { data, notes } = await collect(task, aligned, reviewOptions.resolve(options), work);
  return { html: pageOf(data), notes };
}

/**
 * Writes {@link reviewPage} to a file, whole or not at all. @returns what was left out, a sentence each
 * @throws {OptionError} unless the file's name ends in .html, OutputError, and as {@link reviewPage}
 */
export async function writeReview(
  path: string,
  task: AlignmentTask,
  aligned: Reviewable,
  options?: ReviewOptions,
  work?: Work,
): Promise<readonly string[]> {
  checkReviewFile(path);
  const { html, notes } = await reviewPage(task, aligned, options, work);
  writeFile(path, html);
  return notes;
}

/** Refuses a name that no browser would open as a page. @throws {OptionError} */
export function checkReviewFile(path: string): void {
  if (/\.html?$/i.test(path)) return;
  throw new OptionError('a review is an HTML page', path, "End the file's name in .html");
}

/** The page with its data in it: JSON in which no `<` stands, so that nothing in it ends its place early. */
export function pageOf(data: ReviewData): string {
  const template = readFileSync(join(packageRoot(), 'dist', 'review', 'page.html'), 'utf8');
  const json = JSON.stringify(data).replaceAll('<', '\\u003c');
  return template.replace('{{data}}', () => json);
}
