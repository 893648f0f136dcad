import { type Estimate, inPoints } from '../stats/index.js';
import { effectOrder, type GainEffect } from '../study/index.js';
import type { Figure, Trace } from './figure.js';
import { bars, interval, points } from './marks.js';
import { axis, coloursOf, headline, legend, palette, shareAxis, styled } from './style.js';

export interface EffectFigureOptions {
  readonly title: string;
  /** The ablation that all are compared with, as the axis names it. */
  readonly against: string;
  /** What an ablation is called in the figure; its own name otherwise. */
  readonly labels?: ReadonlyMap<string, string>;
  /** An ablation drawn in another colour. */
  readonly highlight?: string;
}

/** Height of an ablation's line and what stands above and under the drawing, in pixels. */
const lineHeight = 24;
const frame = { top: 96, bottom: 64 };

/** 95 % intervals over runs; none where there is one run. */
const overRuns = (estimates: readonly Estimate[]) =>
  interval(estimates, { visible: estimates.some(({ low }) => low !== null), color: '#666666', thickness: 1.5 });

const groupsOf = (effects: readonly GainEffect[]) => [...new Set(effects.map(({ group }) => group))];
const ablationsOf = (effects: readonly GainEffect[]) => [...new Set(effects.map(({ ablation }) => ablation))];

/**
 * What each ablation gains or loses against one: a line an ablation, the best on top (by the first group), a colour a group,
 * the mean of paired differences in Hits@1 with its 95 % interval.
 */
export function effectFigure(effects: readonly GainEffect[], o: EffectFigureOptions): Figure {
  const known = effects.filter((row) => row.effect !== null);
  const groups = groupsOf(known);
  const ablations = effectOrder(known);
  const data = groups.map((group, g): Trace => {
    const rows = known.filter((row) => row.group === group && ablations.includes(row.ablation));
    // Groups stand beside one another within an ablation's line, the first one on top.
    const shift = groups.length > 1 ? 0.5 * (0.5 - g / (groups.length - 1)) : 0;
    const shown = rows.map((row) => inPoints(row.effect!));
    const y = rows.map((row) => ablations.indexOf(row.ablation) + shift);
    const color = rows.map(({ ablation }) => (ablation === o.highlight ? palette[5] : palette[g % 5]!));
    const text = rows.map((row) => `${nameOf(row.ablation, o)}, ${runsText(row.runs)}`);
    const hover = `%{text}<br>${group}: %{x:+.1f} points`;
    const place = { name: group, x: shown.map(({ mean }) => mean), y, hover };
    return points(place, { color, size: 8 }, { error_x: overRuns(shown), text });
  });
  const line = { color: '#888888', dash: 'dot' };
  const top = groups.length > 1 ? frame.top : 56;
  const zero = { type: 'line', x0: 0, x1: 0, y0: 0, y1: 1, yref: 'paper', layer: 'below', line };
  const height = top + frame.bottom + lineHeight * Math.max(4, ablations.length * (groups.length > 1 ? 1.5 : 1));
  const { data: traces, layout } = styled(o.title, data, {
    title: headline(o.title, height), // a tall figure's would sink into the drawing
    width: 860,
    height,
    margin: { l: 64, r: 24, t: top, b: frame.bottom },
    showlegend: true,
    legend: { ...legend, y: 1 },
    shapes: [zero],
    xaxis: axis(`Hits@1 less that of ${o.against} (points; ${intervalText(known)})`),
    yaxis: axis('', {
      tickvals: ablations.map((_, i) => i),
      ticktext: ablations.map((ablation) => nameOf(ablation, o)),
      range: [-0.7, ablations.length - 0.3],
      showgrid: groups.length > 1,
    }),
  });
  if (groups.length > 1) return { data: traces, layout };
  // A single group needs no legend.
  const { legend: _, showlegend: __, ...rest } = layout;
  return { data: traces, layout: rest };
}

export interface GroupFigureOptions extends Pick<EffectFigureOptions, 'title' | 'labels'> {
  /** What the groups are, where they are no groups of the same test links, e.g. pairs of graphs. */
  readonly across?: string;
}

/** Hits@1 of some ablations in groups of test links: a bar an ablation and group, with 95 % intervals over random seeds. */
export function groupFigure(effects: readonly GainEffect[], o: GroupFigureOptions): Figure {
  const groups = groupsOf(effects);
  const ablations = ablationsOf(effects);
  const colours = coloursOf(ablations);
  const data = ablations.map((ablation, i): Trace => {
    const rows = groups.flatMap(
      (group) => effects.find((row) => row.ablation === ablation && row.group === group) ?? [],
    );
    const name = nameOf(ablation, o);
    const x = rows.map((row) => (o.across ? row.group : `${row.group}<br>(${row.links})`));
    const hits = rows.map((row) => row.hits1);
    return bars(
      { name, x, y: hits.map(({ mean }) => mean), hover: `${name}<br>%{x}: %{y:.1%}` },
      { color: colours[i]! },
      { error_y: overRuns(hits) },
    );
  });
  return styled(o.title, data, {
    width: 860,
    xaxis: axis(o.across ?? 'test links (number)', { showgrid: false }),
    yaxis: shareAxis('Hits@1 (share of test links)'),
    bargap: 0.25,
  });
}

const nameOf = (ablation: string, { labels }: { readonly labels?: ReadonlyMap<string, string> }) =>
  labels?.get(ablation) ?? ablation;
/** What an axis says of the intervals: one run has none. */
function intervalText(effects: readonly GainEffect[]): string {
  const drawn = effects.filter(({ effect }) => effect!.low !== null).length;
  if (drawn === effects.length) return '95 % interval';
  return drawn > 0 ? '95 % interval, none for one run' : 'one run each: no interval';
}

const runsText = (runs: number) => `${runs} random seed${runs === 1 ? '' : 's'}`;
