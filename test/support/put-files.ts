import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { dump } from 'npyjs';

/** Files by name; `undefined` leaves a file of the default set out. */
export type Files = Record<string, string | Uint8Array | undefined>;

/** Writes files into a folder. */
export function putFiles(dir: string, files: Files): void {
  for (const [name, content] of Object.entries(files)) {
    if (content === undefined) continue;
    mkdirSync(dirname(join(dir, name)), { recursive: true });
    writeFileSync(join(dir, name), content);
  }
}

/** The bytes of an `.npy` file. */
export function npy(values: readonly number[] | Float32Array, shape: number[]): Uint8Array {
  return new Uint8Array(dump(Float32Array.from(values), shape));
}
