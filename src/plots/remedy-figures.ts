import { inPoints } from '../stats/index.js';
import { hitsByDensity, type RemedyStudy } from '../study/index.js';
import type { Figure, Trace } from './figure.js';
import { bars, interval, joined, points } from './marks.js';
import { axis, legend, margin, palette, shareAxis, styled } from './style.js';

/** What each remedy changes of Hits@1, with evenly spread seeds above: the gap there was to close. */
export function remedyFigure({ effects }: RemedyStudy): Figure {
  const rows = [...effects].reverse();
  const shown = [
    ['all test entities', palette[0], (row: (typeof rows)[number]) => row.difference],
    [
      'regions with less than half their share of seeds',
      palette[5],
      (row: (typeof rows)[number]) => row.poorDifference,
    ],
  ] as const;
  const data = shown.map(([name, color, of]): Trace => {
    const known = rows.flatMap((row) => {
      const change = of(row);
      return change ? [{ remedy: row.remedy, change: inPoints(change) }] : [];
    });
    const changes = known.map(({ change }) => change);
    const y = known.map(({ remedy }) => remedy);
    return bars(
      { name, x: changes.map(({ mean }) => mean), y, hover: `%{y}, ${name}: %{x:+.1f} points` },
      { color },
      { orientation: 'h', error_x: interval(changes) },
    );
  });
  return styled('What the remedies of the loss change, beside evenly spread seeds', data, {
    width: 860,
    legend: { ...legend, traceorder: 'reversed' },
    margin: { ...margin, l: 150 },
    xaxis: axis('change of Hits@1 against the plain loss (points; paired, 95 % interval)', { tickformat: '+' }),
    yaxis: axis('', { showgrid: false, type: 'category' }),
  });
}

/** Where a region without seeds is drawn: the axis is logarithmic. */
const none = 0.03;

/**
 * Hits@1 of regions against their density of seeds, in the mean of the runs with 95 % intervals, a line a remedy: number
 * and precision of the seeds are the same everywhere. Remedies stand beside each other by a few per cent.
 */
export function regionHitsFigure({ runs }: RemedyStudy): Figure {
  const remedies = [...new Set(runs.map(({ remedy }) => remedy))];
  const data = remedies.map((remedy, i): Trace => {
    const groups = hitsByDensity(runs.filter((run) => run.remedy === remedy));
    const shift = 1.05 ** (i - (remedies.length - 1) / 2);
    const color = [palette[7], palette[2], palette[0], palette[1], palette[3], palette[5]][i % 6]!;
    const x = groups.map(({ ratio }) => Math.max(none, ratio) * shift);
    const y = groups.map(({ hits }) => hits.mean);
    const place = { name: remedy, x, y, hover: `${remedy}<br>%{text}<br>Hits@1 %{y:.1%}` };
    const text = groups.map(({ ratio, hits }) => `q/π = ${ratio.toFixed(2)}, ${hits.count} regions`);
    const more = { error_y: interval(groups.map(({ hits }) => hits)), text };
    return groups.length > 1
      ? joined(place, { line: { color, width: 1.2 }, point: { color, size: 7 } }, more)
      : points(place, { color, size: 11 }, more);
  });
  return styled('Right partner ranked first, by the region’s density of seeds', data, {
    width: 860,
    height: 500,
    xaxis: axis('share of the seeds / share of the entities, q/π (log scale)', {
      type: 'log',
      tickvals: [none, 0.1, 0.3, 1, 3],
      ticktext: ['no seeds', '0.1', '0.3', '1', '3'],
    }),
    yaxis: shareAxis('Hits@1 of the region', { range: [0, 1.05] }),
  });
}
