import type { MultimodalGraph } from './graph.js';

/** Hops from each entity of a graph to the nearest of `rows`; most + 1: more than `most` (2). */
export function hopsFrom(graph: MultimodalGraph, rows: Int32Array, most = 2): Uint8Array {
  const { offsets, columns } = graph.neighbours();
  const hops = new Uint8Array(graph.entityCount).fill(most + 1);
  for (const row of rows) hops[row] = 0;
  for (let hop = 1; hop <= most; hop++)
    for (let i = 0; i < hops.length; i++) {
      if (hops[i] !== hop - 1) continue;
      for (let e = offsets[i]!; e < offsets[i + 1]!; e++) hops[columns[e]!] = Math.min(hops[columns[e]!]!, hop);
    }
  return hops;
}
