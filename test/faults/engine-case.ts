import { createHash } from 'node:crypto';
import { type EngineName, useEngine } from '../../src/compute/index.js';
import type { Links } from '../../src/graph/index.js';
import { matchEntities } from '../../src/match/index.js';
import { psqe } from '../../src/seeds/index.js';
import { syntheticTask } from '../../src/synthetic/index.js';
import { trainAligner } from '../../src/train/index.js';

/** What one engine makes of a small task. */
export interface EngineCase {
  readonly node: string;
  readonly engine: EngineName;
  readonly threads: number;
  /** Pairs in their order, and in no order. */
  readonly seeds: readonly string[];
  readonly matches: readonly string[];
  /** Of the trained embeddings, to the last bit. */
  readonly digits: string;
  /** The embeddings' numbers, for how far others are from them. */
  readonly numbers: readonly number[];
  readonly loss: readonly number[];
}

const pairs = ({ left, right }: Links) => Array.from(left, (l, i) => `${l} ${right[i]}`);

/** Seeds, a short training and matches of a planted task. */
export async function engineCase(engine: EngineName, threads: number): Promise<EngineCase> {
  useEngine({ engine, threads });
  const { task } = syntheticTask({ entities: 60, regions: 4, noise: 0.2, seed: 3 });
  const { seeds } = await psqe(task, { k: 15, seed: 1, refine: { width: 16, epochs: 2 } });
  const modelOptions = { width: 16, modalityWidth: 16 };
  const trained = await trainAligner(task, seeds, { epochs: 4, modelOptions, seed: 1 });
  const numbers = [...trained.left.data, ...trained.right.data];
  return {
    node: process.version,
    engine,
    threads,
    seeds: pairs(seeds),
    matches: pairs(matchEntities(trained)),
    digits: createHash('sha256').update(Float32Array.from(numbers)).digest('hex').slice(0, 12),
    numbers,
    loss: trained.history.loss,
  };
}

/** How two cases differ. */
export interface Difference {
  /** Pairs that only one of the two has. */
  readonly seeds: number;
  readonly matches: number;
  /** Whether every bit of the embeddings is the same. */
  readonly digits: boolean;
  /** The greatest distance of two numbers of the embeddings, whose rows have length 1. */
  readonly apart: number;
}

export function difference(a: EngineCase, b: EngineCase): Difference {
  const unlike = (x: readonly string[], y: readonly string[]) => {
    const known = new Set(y);
    return x.filter((pair) => !known.has(pair)).length + y.length - x.filter((pair) => known.has(pair)).length;
  };
  return {
    seeds: unlike(a.seeds, b.seeds),
    matches: unlike(a.matches, b.matches),
    digits: a.digits === b.digits,
    apart: a.numbers.reduce((most, x, i) => Math.max(most, Math.abs(x - b.numbers[i]!)), 0),
  };
}
