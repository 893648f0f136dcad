import type { AbstentionRow, Calibration } from '../evaluate/index.js';
import type { Figure } from './figure.js';
import { joined, points, reference } from './marks.js';
import { colourOf, shareAxis, styled } from './style.js';

/** A bin's point: its area says how many of all matches lie in it. */
const sizeOf = (count: number, all: number): number => Math.max(4, 24 * Math.sqrt(count / all));

/**
 * Reliability diagram: the share that is right by mean confidence, a line a name, larger points for more matches; on the
 * diagonal confidences are what they say.
 */
export function reliabilityFigure(of: ReadonlyMap<string, Calibration>): Figure {
  const lines = [...of].map(([name, { bins, ece, count }], i) => {
    const some = bins.filter(({ count }) => count > 0);
    const color = colourOf(name, i);
    return joined(
      {
        name: ece === null ? name : `${name}: calibration error ${ece.toFixed(3)}`,
        x: some.map(({ confidence }) => confidence),
        y: some.map(({ right }) => right),
        hover: `${name}<br>confidence %{x:.2f}: %{y:.1%} of %{customdata} right`,
      },
      { line: { color, width: 2 }, point: { color, size: some.map((bin) => sizeOf(bin.count, count)) } },
      { customdata: some.map((bin) => bin.count) },
    );
  });
  const diagonal = reference({ name: 'as they say', x: [0, 1], y: [0, 1] });
  return styled('How many matches are right, by their confidence', [diagonal, ...lines], {
    xaxis: shareAxis('mean confidence', { range: [0, 1] }),
    yaxis: shareAxis('share of matches that is right', { range: [0, 1.02] }),
  });
}

/** What a least confidence leaves: share of the matches, and their precision, expected and, where links are known, measured. */
export function abstentionFigure(rows: readonly AbstentionRow[]): Figure {
  const x = rows.map(({ minConfidence }) => minConfidence);
  const lines = [
    ['matches kept', 'coverage'],
    ['precision, expected', 'expected'],
    ['precision, by links', 'precision'],
    ['recall, by links', 'recall'],
  ] as const;
  const shown = lines.filter(([, key]) => rows.some((row) => row[key] !== null));
  const data = shown.map(([name, key], i) => {
    const color = colourOf(name, i);
    const at = { name, x, y: rows.map((row) => row[key]), hover: `${name}<br>from %{x:.2f}: %{y:.1%}` };
    return key === 'expected'
      ? points(at, { color, symbol: 'x', size: 9 })
      : joined(at, { line: { color, width: 2 }, point: { color } });
  });
  return styled('What a least confidence leaves', data, {
    xaxis: shareAxis('least confidence', { range: [0, 1] }),
    yaxis: shareAxis('share', { range: [0, 1.02] }),
  });
}
