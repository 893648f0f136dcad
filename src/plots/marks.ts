import type { Json, Trace } from './figure.js';

/** Keys of plotly's own. */
type More = { readonly [key: string]: Json | undefined };

/** What a mark is called, where it stands, and what is said of it under the pointer. */
export interface Place {
  readonly name?: string;
  readonly x: readonly Json[];
  readonly y: readonly Json[];
  /** {@link Panel}'s id, where there are several drawings. */
  readonly panel?: string;
  /** plotly's template, without the box of the name. */
  readonly hover?: string;
}

interface LineLook {
  readonly color: Json;
  readonly dash?: string;
  readonly width?: number;
}

interface PointLook {
  readonly color: Json;
  readonly symbol?: Json;
  readonly size?: Json;
  readonly opacity?: number;
  /** Around each point. */
  readonly line?: Json;
}

const placed = ({ name, x, y, panel, hover }: Place): More => ({
  ...(name !== undefined && { name }),
  ...{ x, y },
  ...(panel !== undefined && { xaxis: `x${panel}`, yaxis: `y${panel}` }),
  ...(hover !== undefined && { hovertemplate: `${hover}<extra></extra>` }),
});

export const line = (at: Place, look: LineLook, more: More = {}): Trace => ({
  type: 'scatter',
  mode: 'lines',
  ...placed(at),
  line: { ...look },
  ...more,
});

export const points = (at: Place, look: PointLook, more: More = {}): Trace => ({
  type: 'scatter',
  mode: 'markers',
  ...placed(at),
  marker: { ...look },
  ...more,
});

/** Points with a line through them; what has no look of its own gets plotly's. */
export const joined = (
  at: Place,
  look: { readonly line?: LineLook; readonly point?: PointLook },
  more: More = {},
): Trace => ({
  type: 'scatter',
  mode: 'lines+markers',
  ...placed(at),
  ...(look.line && { line: { ...look.line } }),
  ...(look.point && { marker: { ...look.point } }),
  ...more,
});

/** A line to compare with, e.g. where two axes are equal: grey, dotted, nothing under the pointer. */
export const reference = (at: Place): Trace =>
  line(at, { color: '#999999', dash: 'dot', width: 1 }, { hoverinfo: 'skip' });

export const bars = (at: Place, look: { readonly color: Json; readonly pattern?: Json }, more: More = {}): Trace => ({
  type: 'bar',
  ...placed(at),
  marker: { ...look },
  ...more,
});

/** Intervals as error bars around their means; none where a bound is not known. */
export const interval = (
  of: readonly { readonly mean: number; readonly low: number | null; readonly high: number | null }[],
  look: { readonly [key: string]: Json } = {},
): Json => ({
  type: 'data',
  symmetric: false,
  array: of.map(({ mean, high }) => (high === null ? null : high - mean)),
  arrayminus: of.map(({ mean, low }) => (low === null ? null : mean - low)),
  thickness: 1.2,
  width: 3,
  ...look,
});

/** One of several drawings side by side. */
export interface Panel {
  /** What plotly.js puts after `x` and `y` in its axes' names: nothing, 2, 3, … */
  readonly id: string;
  readonly domain: readonly [number, number];
  /** Its name, above it. */
  readonly head: Json;
}

/** Panels of equal width with their names above; `gap` of a panel's share of the width is left empty. */
export function panels(names: readonly string[], gap: number): Panel[] {
  const step = (1 + gap / names.length) / names.length;
  return names.map((name, at) => {
    const domain = [at * step, Math.min(1, (at + 1) * step - gap / names.length)] as const;
    const place = { x: domain[0], y: 1, xref: 'paper', yref: 'paper', xanchor: 'left', yanchor: 'bottom' };
    return { id: at === 0 ? '' : String(at + 1), domain, head: { text: name, showarrow: false, ...place } };
  });
}

/** The range of all the numbers, with a little air, so that a slider's positions share their axes. */
export function range(values: readonly number[]): [number, number] {
  const [low, high] = [Math.min(...values), Math.max(...values)];
  const air = 0.06 * (high - low || 1);
  return [low - air, high + air];
}
