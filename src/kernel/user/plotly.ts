import { type Figure, isList, isObject, thinFigure } from './thin.js';

type Bundle = Record<string, unknown>;

export const PLOTLY = 'application/vnd.plotly.v1+json';
/** Points that JupyterLab draws without freezing, over all traces of a figure. */
const POINT_LIMIT = 200_000;

/** Plotly's trace types, as far as a figure without a layout must be told from any other `{data: […]}`. */
export function isFigure(value: unknown): value is Figure {
  if (!isObject(value) || !Array.isArray(value.data) || !value.data.every(isObject)) return false;
  if (isObject(value.layout)) return true;
  return (
    value.data.length > 0 &&
    value.data.every((t) => typeof t.type === 'string' && ('x' in t || 'y' in t || 'z' in t || 'values' in t))
  );
}

/** Typed arrays as plain ones (JSON would write them as objects); NaN becomes null, which Plotly leaves out. */
function plain(value: unknown): unknown {
  if (ArrayBuffer.isView(value) && isList(value)) return Array.from(value as ArrayLike<number>);
  if (Array.isArray(value)) return value.some((v) => typeof v === 'object' && v !== null) ? value.map(plain) : value;
  if (!isObject(value) || value instanceof Date) return value;
  return Object.fromEntries(Object.entries(value).map(([k, v]) => [k, plain(v)]));
}

/** The layout with a line of small print above the plot, at the right. */
function withNote(layout: Record<string, unknown>, note: string): Record<string, unknown> {
  const place = { xref: 'paper', yref: 'paper', x: 1, y: 1, xanchor: 'right', yanchor: 'bottom', showarrow: false };
  const annotation = { ...place, text: note, font: { size: 11, color: '#888' } };
  return { ...layout, annotations: [...(Array.isArray(layout.annotations) ? layout.annotations : []), annotation] };
}

/** A figure as a MIME bundle, as yet of any size. */
export const plotlyBundle = (figure: Figure): Bundle => ({
  [PLOTLY]: figure,
  'text/plain': `[Plotly figure: ${figure.data.map((t) => String(t.type ?? 'scatter')).join(', ')}]`,
});

/** The bundle without its live figure: its picture remains, if it has one, and a note in place of the figure. */
export function withoutFigure(bundle: Bundle, why: string): Bundle {
  const { [PLOTLY]: _, ...rest } = bundle;
  const shown = 'image/png' in rest ? 'shown as a picture' : 'not shown';
  const text = [rest['text/plain'], `[figure ${shown}: ${why}]`].filter(Boolean).join('\n');
  return { ...rest, 'text/plain': text };
}

/**
 * A bundle whose Plotly figure, if it has one, a page can draw: thinned with a note; and where that is not possible,
 * the picture beside it instead.
 */
export function fitFigure(bundle: Bundle, limit = POINT_LIMIT): Bundle {
  const value = bundle[PLOTLY];
  if (!isFigure(value)) return bundle;
  const { figure, note } = thinFigure(value, limit);
  if (!figure) return withoutFigure(bundle, note!);
  const { data, layout = {}, config = {}, frames } = figure;
  const content = {
    ...value,
    data,
    layout: note ? withNote(layout, note) : layout,
    config: { responsive: true, ...config },
    ...(frames ? { frames } : {}),
  };
  const text = note ? [bundle['text/plain'], `[${note}]`].filter(Boolean).join('\n') : bundle['text/plain'];
  return { ...bundle, [PLOTLY]: plain(content), ...(text === undefined ? {} : { 'text/plain': text }) };
}
