/** A Plotly figure: traces, a layout, perhaps a config. */
export interface Figure {
  data: Record<string, unknown>[];
  layout?: Record<string, unknown>;
  config?: Record<string, unknown>;
  frames?: unknown[];
}

/** Points that JupyterLab draws without freezing, over all traces of a figure. */
export const POINT_LIMIT = 200_000;

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Plotly's trace types, as far as a figure without a layout must be told from any other `{data: […]}`. */
export function isFigure(value: unknown): value is Figure {
  if (!isObject(value) || !Array.isArray(value.data) || !value.data.every(isObject)) return false;
  if (isObject(value.layout)) return true;
  return (
    value.data.length > 0 &&
    value.data.every((t) => typeof t.type === 'string' && ('x' in t || 'y' in t || 'z' in t || 'values' in t))
  );
}

type List = { length: number; [i: number]: unknown };
const isList = (value: unknown): value is List =>
  Array.isArray(value) || (ArrayBuffer.isView(value) && !(value instanceof DataView));

/** Points of a trace: the length of its longest coordinate. */
const points = (trace: Record<string, unknown>): number =>
  Math.max(
    0,
    ...['x', 'y', 'z', 'values', 'r', 'theta', 'lat', 'lon'].map((k) =>
      isList(trace[k]) ? (trace[k] as List).length : 0,
    ),
  );

/** Traces whose points stand by themselves, so that every n-th says the same. */
const THINNED = /^(scatter|scattergl|scatter3d|scatterpolar|scattergeo|splom)$/;

/** Every `step`-th entry of all lists that run along the points (coordinates, texts, colours), at any depth. */
function thin(value: unknown, length: number, step: number): unknown {
  if (isList(value))
    return value.length === length
      ? Array.from({ length: Math.ceil(length / step) }, (_, i) => value[i * step])
      : value;
  if (!isObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([k, v]) => [k, thin(v, length, step)]));
}

/** Typed arrays as plain ones (JSON would write them as objects); NaN becomes null, which Plotly leaves out. */
function plain(value: unknown): unknown {
  if (ArrayBuffer.isView(value) && isList(value)) return Array.from(value as ArrayLike<number>);
  if (Array.isArray(value)) return value.some((v) => typeof v === 'object' && v !== null) ? value.map(plain) : value;
  if (!isObject(value) || value instanceof Date) return value;
  return Object.fromEntries(Object.entries(value).map(([k, v]) => [k, plain(v)]));
}

/** A figure with at most `limit` points: of larger scatter traces every n-th is kept, and the figure says so. */
export function thinFigure(figure: Figure, limit = POINT_LIMIT): { figure: Figure; note?: string } {
  const total = figure.data.reduce((sum, t) => sum + points(t), 0);
  const thinnable = figure.data.filter((t) => THINNED.test(String(t.type ?? 'scatter')));
  if (total <= limit || thinnable.length === 0) return { figure };
  const step = Math.ceil(total / limit);
  const data = figure.data.map((t) =>
    thinnable.includes(t) ? (thin(t, points(t), step) as Record<string, unknown>) : t,
  );
  return {
    figure: { ...figure, data },
    note: `figure thinned: 1 in ${step} of ${total.toLocaleString('en')} points is drawn`,
  };
}

/** A figure as a MIME bundle, thinned when a page could not draw it. */
export function plotlyBundle(value: Figure, limit = POINT_LIMIT): Record<string, unknown> {
  const { figure, note } = thinFigure(value, limit);
  const { data, layout = {}, config = {}, frames } = figure;
  const content = plain({ data, layout, config: { responsive: true, ...config }, ...(frames ? { frames } : {}) });
  const kinds = data.map((t) => String(t.type ?? 'scatter')).join(', ');
  return {
    'application/vnd.plotly.v1+json': content,
    'text/plain': `[Plotly figure: ${kinds}]${note ? `\n[${note}]` : ''}`,
  };
}
