/** A Plotly figure: traces, a layout, perhaps a config. */
export interface Figure {
  data: Record<string, unknown>[];
  layout?: Record<string, unknown>;
  config?: Record<string, unknown>;
  frames?: unknown[];
}

type Trace = Record<string, unknown>;
type List = { length: number; [i: number]: unknown };

export const isList = (value: unknown): value is List =>
  Array.isArray(value) || (ArrayBuffer.isView(value) && !(value instanceof DataView));
export const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const typeOf = (trace: Trace): string => String(trace.type ?? 'scatter');
/** Traces whose points stand by themselves, so that every n-th says the same. */
const POINTS = /^(scatter\w*|splom|parcoords)$/;
/** Traces of a grid of values: every n-th row and column. */
const GRIDS = /^(heatmap|contour|surface)$/;
/** Traces that the page sums up: few shapes, however many values. */
const SUMMED = /^(histogram\w*|box|violin)$/;

/** Plotly's types of traces. */
const TYPES = new Set(
  `bar barpolar box candlestick carpet choropleth choroplethmap choroplethmapbox cone contour contourcarpet densitymap
densitymapbox funnel funnelarea heatmap heatmapgl histogram histogram2d histogram2dcontour icicle image indicator
isosurface mesh3d ohlc parcats parcoords pie pointcloud sankey scatter scatter3d scattercarpet scattergeo scattergl
scattermap scattermapbox scatterpolar scatterpolargl scattersmith scatterternary splom streamtube sunburst surface table
treemap violin volume waterfall`.split(/\s+/),
);

/** What traces draw: lists, or (tables, Sankeys, images, indicators) an object, an address, a number. */
const LISTS = `x y z u v w r theta a b c i j k lat lon locations values labels parents ids open high low close value
intensity dimensions real imag`.split(/\s+/);

/** Whether an object is a trace with something to draw; without a type it is a scatter. */
export function isTrace(trace: Trace): boolean {
  if (trace.type !== undefined && !TYPES.has(trace.type as string)) return false;
  if (LISTS.some((key) => isList(trace[key]))) return true;
  return (
    (trace.type === 'table' && isObject(trace.cells)) ||
    (trace.type === 'sankey' && isObject(trace.link)) ||
    (trace.type === 'image' && typeof trace.source === 'string') ||
    (trace.type === 'indicator' && typeof trace.value === 'number')
  );
}

const COORDINATES = ['x', 'y', 'z', 'values', 'r', 'theta', 'a', 'b', 'c', 'lat', 'lon', 'i'];
const listLength = (value: unknown): number => (isList(value) ? value.length : 0);

/** Rows and columns of a grid; none for other traces. */
function gridOf(trace: Trace): [number, number] | undefined {
  const { z } = trace;
  return GRIDS.test(typeOf(trace)) && isList(z) && isList(z[0]) ? [z.length, z[0].length] : undefined;
}

/** Points along a trace: the length of its longest coordinate. */
function alongOf(trace: Trace): number {
  const dimensions = Array.isArray(trace.dimensions) ? (trace.dimensions as Trace[]) : [];
  return Math.max(0, ...[...COORDINATES.map((k) => trace[k]), ...dimensions.map((d) => d?.values)].map(listLength));
}

/** What a page must draw of a trace: points, bars, or the cells of a grid. */
export function marksOf(trace: Trace): number {
  if (SUMMED.test(typeOf(trace))) return 0;
  const grid = gridOf(trace);
  return grid ? grid[0] * grid[1] : alongOf(trace);
}

/** Shapes of their own (SVG), which a page draws four times as slowly as the points of a line, a grid or WebGL. */
const SHAPES = /^(scatter|bar|scatterpolar|scatterternary|scattergeo|waterfall|funnel)$/;
const weightOf = (trace: Trace): number => {
  const lines = typeOf(trace).startsWith('scatter') && /^(lines|none)?$/.test(String(trace.mode ?? ''));
  return SHAPES.test(typeOf(trace)) && !lines ? 4 : 1;
};

const every = (list: List, step: number): unknown[] =>
  Array.from({ length: Math.ceil(list.length / step) }, (_, i) => list[i * step]);

/** Every `step`-th entry of all lists that run along the points (coordinates, texts, colours), at any depth. */
function thinAlong(value: unknown, length: number, step: number): unknown {
  if (isList(value) && value.length === length) return every(value, step);
  if (Array.isArray(value)) return value.map((v) => (isObject(v) ? thinAlong(v, length, step) : v));
  if (!isObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([k, v]) => [k, thinAlong(v, length, step)]));
}

/** Every `step`-th row and column of a grid and of all that has its shape, and of the lists along its sides. */
function thinGrid(trace: Trace, [rows, columns]: [number, number], step: number): Trace {
  const thin = (key: string, value: unknown): unknown => {
    if (!isList(value)) return value;
    if (value.length === rows && isList(value[0]) && value[0].length === columns)
      return every(value, step).map((row) => every(row as List, step));
    return (key === 'x' && value.length >= columns) || (key === 'y' && value.length >= rows)
      ? every(value, step)
      : value;
  };
  return Object.fromEntries(Object.entries(trace).map(([k, v]) => [k, thin(k, v)]));
}

/**
 * A figure that a page can draw: of larger scatter traces every n-th point is kept, of larger grids every n-th row and
 * column, and the note says so. No figure when what cannot be thinned (bars, meshes) is too much by itself.
 * @param limit points of lines, grids or WebGL traces; markers and bars count four times
 */
export function thinFigure(figure: Figure, limit: number): { figure?: Figure; note?: string } {
  const sum = (measure: (t: Trace) => number): number => figure.data.reduce((total, t) => total + measure(t), 0);
  const cost = (t: Trace): number => marksOf(t) * weightOf(t);
  const canThin = (t: Trace): boolean => POINTS.test(typeOf(t)) || gridOf(t) !== undefined;
  if (sum(cost) <= limit) return { figure };
  const all = sum(marksOf).toLocaleString('en');
  const fixed = sum((t) => (canThin(t) ? 0 : cost(t)));
  if (fixed >= limit) return { note: `${all} points are more than a page can draw` };
  const share = (sum(cost) - fixed) / (limit - fixed);
  const step = Math.ceil(share);
  const data = figure.data.map((t) => {
    const grid = gridOf(t);
    if (grid) return thinGrid(t, grid, Math.ceil(Math.sqrt(share)));
    return canThin(t) ? (thinAlong(t, alongOf(t), step) as Trace) : t;
  });
  const kept = figure.data.some(gridOf) ? `about 1 in ${step}` : `1 in ${step}`;
  return { figure: { ...figure, data }, note: `figure thinned: ${kept} of ${all} points is drawn` };
}
