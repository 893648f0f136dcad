import { control } from './jobs.js';

/** Tells the first thread what failed on another one. */
export function reportTo(
  { words, text }: { readonly words: Int32Array; readonly text: Uint8Array },
  error: unknown,
): void {
  const message = new TextEncoder().encode(error instanceof Error ? (error.stack ?? error.message) : String(error));
  text.set(message.subarray(0, text.length));
  Atomics.store(words, control.failed, Math.min(message.length, text.length));
}
