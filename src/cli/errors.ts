import { AbortedError, PsqeError, systemRemedy } from '../base/index.js';

/** 2 for what the user can mend, 130 when stopped by Ctrl-C, 1 for a bug. */
export function exitStatus(error: unknown): number {
  if (error instanceof AbortedError) return 130;
  return error instanceof PsqeError || systemRemedy(error) ? 2 : 1;
}

/** What is printed for an error: the message and the remedy; the stack only for a bug or with PSQE_DEBUG=1. */
export function explain(error: unknown): string {
  if (!(error instanceof Error)) return `psqe: ${String(error)}`;
  if (process.env.PSQE_DEBUG === '1') return `psqe: ${error.stack}`;
  if (error instanceof AbortedError) return `psqe: stopped${error.remedy ? `. ${error.remedy}` : ''}`;
  // Where a function or command of that name is to blame, the message begins with it.
  if (error instanceof PsqeError) return /^psqe\b/.test(error.message) ? error.message : `psqe: ${error.message}`;
  const remedy = systemRemedy(error);
  return remedy ? `psqe: ${error.message}. ${remedy}` : `psqe: this is a bug, please report it.\n${error.stack}`;
}
