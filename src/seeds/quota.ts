/** floor(k · size / total) for each cluster (method §3, stage 1). */
export function quotas(k: number, sizes: ArrayLike<number>): Int32Array {
  const total = Array.from(sizes).reduce((a, b) => a + b, 0);
  return Int32Array.from(sizes, (size) => Math.floor((k * size) / total));
}

/**
 * How many each cluster gives when it can give `available[c]` at most: its quota, and what is left over (by rounding,
 * or by clusters that cannot fill theirs) goes to those that can, again by size, until `k` are given or nobody can.
 */
export function allocate(k: number, sizes: ArrayLike<number>, available: ArrayLike<number>): Int32Array {
  const given = quotas(k, sizes).map((quota, c) => Math.min(quota, available[c]!));
  for (;;) {
    const left = k - given.reduce((a, b) => a + b, 0);
    const open = [...given.keys()].filter((c) => given[c]! < available[c]!);
    if (left === 0 || open.length === 0) return given;
    const share = quotas(
      left,
      open.map((c) => sizes[c]!),
    );
    // Fewer left than clusters: one each to the largest.
    if (share.every((s) => s === 0)) {
      open.sort((a, b) => sizes[b]! - sizes[a]! || a - b);
      for (const c of open.slice(0, left)) given[c]!++;
      return given;
    }
    open.forEach((c, i) => {
      given[c] = Math.min(given[c]! + share[i]!, available[c]!);
    });
  }
}
