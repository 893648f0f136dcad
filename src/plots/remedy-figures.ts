import type { RemedyStudy } from '../experiments/index.js';
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
      return interval ? [{ variant: row.variant, interval }] : [];
    });
    return {
      type: 'bar',
      orientation: 'h',
      name,
      y: known.map(({ variant }) => variant),
      x: known.map(({ interval }) => interval.mean),
      error_x: bars(known.map(({ interval }) => interval)),
      marker: { color },
      hovertemplate: `%{y}, ${name}: %{x:+.3f}<extra></extra>`,
    };
  });
  return styled('What the remedies of the loss change, beside evenly spread seeds', data, {
    width: 860,
    legend: { ...legend, traceorder: 'reversed' },
    margin: { ...margin, l: 150 },
    xaxis: axis('change of Hits@1 against the plain loss (paired, 95 % interval)', { tickformat: '+.0%' }),
    yaxis: axis('', { showgrid: false, type: 'category' }),
  });
}

/** Hits@1 of regions against their density of seeds, a point a region and run: one number and precision of seeds everywhere. */
export function regionHitsFigure({ runs }: RemedyStudy): Figure {
  const variants = [...new Set(runs.map(({ variant }) => variant))];
  const data = variants.map((variant, i): Trace => {
    const rows = runs
      .filter((run) => run.variant === variant)
      .flatMap(({ seed, regions }) => regions.map((r) => ({ seed, ...r })));
    return {
      type: 'scatter',
      mode: 'markers',
      name: variant,
      x: rows.map(({ ratio }) => ratio),
      y: rows.map(({ hits1 }) => hits1),
      text: rows.map(({ seed, region, tested }) => `seed ${seed}, region ${region}, ${tested} tested`),
      marker: {
        color: [palette[7], palette[2], palette[0], palette[1], palette[3], palette[5]][i % 6]!,
        size: 7,
        opacity: 0.75,
      },
      hovertemplate: `${variant}<br>%{text}<br>q/π = %{x:.2f}: Hits@1 %{y:.1%}<extra></extra>`,
    };
  });
  return styled('Right partner ranked first, by the region’s density of seeds', data, {
    width: 860,
    height: 500,
    xaxis: axis('share of the seeds / share of the entities, q/π', { rangemode: 'tozero' }),
    yaxis: shareAxis('Hits@1 of the region', { range: [0, 1.03] }),
  });
}
