import type { RunResult } from '../../src/study/index.js';

/** A made-up result with `names.length` seed sets, for figures only: its numbers are of no data. */
export function madeUpResult(names: readonly string[], truth = true): RunResult {
  const noSeeds = { left: new Int32Array(0), right: new Int32Array(0), score: new Float32Array(0) };
  const at = (i: number) => (i + 1) / (names.length + 1);
  const each = <T>(make: (i: number) => T) => Object.fromEntries(names.map((name, i) => [name, make(i)]));
  const quality = (i: number) => ({
    count: 800 + 100 * i,
    precision: truth ? at(i) : null,
    recall: truth ? at(i) / 2 : null,
    coverage: { '0': at(i) / 3, '1': at(i) / 2, '2': at(i) },
    balance: { cluster: { entropy: 0.9, kl: 1 - at(i) }, degree: { entropy: 0.9, kl: 0.1 }, gini: 0.3 },
    seconds: i,
  });
  const direction = (i: number) => ({ hits1: at(i), hits5: at(i), hits10: at(i), mrr: at(i), meanRank: 10 });
  const aligned = (i: number) => ({
    model: 'mclea',
    epochs: 3,
    ...direction(i),
    reverse: direction(i),
    sparse: { hits1: at(i) / 2 },
    unseeded: { hits1: i === 0 ? null : at(i) / 3 },
    seconds: 1,
  });
  const spread = (i: number) => ({
    sizes: [0.6, 0, 0.2, 0.2],
    covered: [0.2, 0.3, 0.4, 0.5].map((v) => v * at(i)),
    seeded: [0.1, 0.1, 0.2, 0.3],
    clusters: [0, 0.1, 0.2, at(i)],
  });
  const part = (i: number) => ({ seeds: noSeeds, options: {}, report: quality(i), spread: spread(i) });
  const trained = (i: number) => ({ report: aligned(i), loss: [9, 8 - i, 7 - i], options: {} });
  return {
    report: {
      task: 'emoji',
      engine: 'js',
      seed: 1,
      options: {},
      seconds: 1,
      peakMemoryMB: 1,
      seeds: each(quality),
      alignment: truth ? each(aligned) : {},
    },
    seeds: new Map(names.map((name, i) => [name, part(i)])),
    ...(truth ? { tested: { all: 100, sparse: 40, unseeded: 7 } } : {}),
    aligned: new Map(truth ? names.map((name, i) => [name, trained(i)]) : []),
  };
}
