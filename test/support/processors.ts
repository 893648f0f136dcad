import { existsSync, readFileSync } from 'node:fs';

/** OpenBLAS's kernels for three generations of processors, and what a processor must have to run them. */
const cores = {
  Sandybridge: ['avx'],
  Haswell: ['avx2', 'fma'],
  SkylakeX: ['avx512f', 'avx512dq', 'avx512bw', 'avx512vl'],
} as const;

/** The names that OPENBLAS_CORETYPE may have on this machine; says which may not, and why. */
export function processorsHere(say: (line: string) => void = console.warn): string[] {
  const file = '/proc/cpuinfo';
  const flags = existsSync(file) ? /^flags\s*:(.*)$/m.exec(readFileSync(file, 'utf8'))?.[1] : undefined;
  if (!flags) {
    say(`one processor only: what others this machine can play is not to be read here (${file})`);
    return [];
  }
  const has = new Set(flags.trim().split(/\s+/));
  return Object.entries(cores).flatMap(([core, needed]) => {
    const lacking = needed.filter((flag) => !has.has(flag));
    if (lacking.length > 0) say(`skipped on ${core}: this processor lacks ${lacking.join(', ')}`);
    return lacking.length > 0 ? [] : [core];
  });
}
