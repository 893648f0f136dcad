import { inPoints } from '../stats/index.js';
import { hitsByDensity, type RemedyStudy } from '../study/index.js';
import type { Figure, Trace } from './figure.js';
import { bars } from './intervals.js';
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
      const interval = of(row);
      return interval ? [{ variant: row.variant, interval: inPoints(interval) }] : [];
    });
    return {
      type: 'bar',
      orientation: 'h',
      name,
      y: known.map(({ variant }) => variant),
      x: known.map(({ interval }) => interval.mean),
      error_x: bars(known.map(({ interval }) => interval)),
      marker: { color },
      hovertemplate: `%{y}, ${name}: %{x:+.1f} points<extra></extra>`,
    };
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
 * Hits@1 of regions against their density of seeds, in the mean of the runs with 95 % intervals, a line a variant: number
 * and precision of the seeds are the same everywhere. Variants stand beside each other by a few per cent.
 */
export function regionHitsFigure({ runs }: RemedyStudy): Figure {
  const variants = [...new Set(runs.map(({ variant }) => variant))];
  const data = variants.map((variant, i): Trace => {
    const points = hitsByDensity(runs.filter((run) => run.variant === variant));
    const shift = 1.05 ** (i - (variants.length - 1) / 2);
    const color = [palette[7], palette[2], palette[0], palette[1], palette[3], palette[5]][i % 6]!;
    return {
      type: 'scatter',
      mode: points.length > 1 ? 'lines+markers' : 'markers',
      name: variant,
      x: points.map(({ ratio }) => Math.max(none, ratio) * shift),
      y: points.map(({ hits }) => hits.mean),
      error_y: bars(points.map(({ hits }) => hits)),
      text: points.map(({ ratio, hits }) => `q/π = ${ratio.toFixed(2)}, ${hits.count} regions`),
      ...(points.length > 1 ? { line: { color, width: 1.2 } } : {}),
      marker: { color, size: points.length > 1 ? 7 : 11 },
      hovertemplate: `${variant}<br>%{text}<br>Hits@1 %{y:.1%}<extra></extra>`,
    };
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
