import type { MissingRow } from '../study/index.js';
import type { Figure, Trace } from './figure.js';
import { interval, joined } from './marks.js';
import { axis, coloursOf, shareAxis, styled } from './style.js';

/** Hits@1 (CSLS) by the share of the entities whose features are missing: a line a row, 95 % intervals over random seeds. */
export function missingFigure(
  rows: readonly MissingRow[],
  o: { readonly what: string; readonly labels?: ReadonlyMap<string, string> },
): Figure {
  const names = [...new Set(rows.map(({ row }) => row))];
  const colours = coloursOf(names);
  const data = names.map((name, i): Trace => {
    const own = rows.filter(({ row }) => row === name).sort((a, b) => b.kept - a.kept);
    const label = o.labels?.get(name) ?? name;
    const color = colours[i]!;
    return joined(
      {
        name: label,
        x: own.map(({ kept }) => Number((1 - kept).toFixed(9))),
        y: own.map(({ csls }) => csls.mean),
        hover: `${label}<br>%{x:.0%} missing: %{y:.1%}`,
      },
      { line: { color, width: 1.6 }, point: { color, size: 7 } },
      { error_y: interval(own.map(({ csls }) => csls)) },
    );
  });
  return styled(`Hits@1 where ${o.what} are missing`, data, {
    width: 860,
    xaxis: axis(`share of each graph's ${o.what} that are missing`, { tickformat: '.0%' }),
    yaxis: shareAxis('Hits@1 (share of test links)'),
  });
}
