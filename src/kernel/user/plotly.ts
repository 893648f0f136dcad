import { type Figure, isObject, isTrace, thinFigure } from './thin.js';

type Bundle = Record<string, unknown>;

export const PLOTLY = 'application/vnd.plotly.v1+json';
/** Points that JupyterLab draws without freezing, over all traces of a figure. */
const POINT_LIMIT = 200_000;

const LINE = 'rgba(128,128,128,0.3)';
const AXIS = { gridcolor: LINE, zerolinecolor: 'rgba(128,128,128,0.6)', linecolor: LINE, tickcolor: LINE };
const SOLID = { ...AXIS, backgroundcolor: 'rgba(0,0,0,0)' };
/**
 * Defaults of a figure that says nothing of its looks, for any page: no ground of its own, so that it follows the page's
 * theme, light or dark, at once; ink that can be read on both.
 */
const ANY_GROUND = {
  layout: {
    paper_bgcolor: 'rgba(0,0,0,0)',
    plot_bgcolor: 'rgba(0,0,0,0)',
    font: { color: '#777' },
    xaxis: AXIS,
    yaxis: AXIS,
    scene: { xaxis: SOLID, yaxis: SOLID, zaxis: SOLID },
    polar: { bgcolor: 'rgba(0,0,0,0)', radialaxis: AXIS, angularaxis: AXIS },
    ternary: { bgcolor: 'rgba(0,0,0,0)', aaxis: AXIS, baxis: AXIS, caxis: AXIS },
    geo: { bgcolor: 'rgba(0,0,0,0)' },
  },
};

/** The layout with those defaults, unless it has a template or a ground. */
const onAnyGround = (layout: Record<string, unknown>): Record<string, unknown> =>
  'template' in layout || 'paper_bgcolor' in layout ? layout : { ...layout, template: ANY_GROUND };

/** What a figure consists of; an answer of some service has other keys beside its `data`. */
const PARTS = new Set(['data', 'layout', 'config', 'frames']);

const hasTraces = (value: unknown): value is Figure =>
  isObject(value) && Array.isArray(value.data) && value.data.every(isObject);

/**
 * Whether an object that nobody called a figure is one: every trace has a type of Plotly's and something to draw, and
 * where there is no type, or no trace yet, nothing else is in the object.
 */
export function isFigure(value: unknown): value is Figure {
  if (!hasTraces(value)) return false;
  const { data, layout } = value;
  if (layout !== undefined && !isObject(layout)) return false;
  const sure = data.length > 0 && data.every((trace) => trace.type !== undefined);
  if (!sure && (layout === undefined || Object.keys(value).some((key) => !PARTS.has(key)))) return false;
  return data.every(isTrace);
}

/** The layout with a line of small print above the plot, at the right. */
function withNote(layout: Record<string, unknown>, note: string): Record<string, unknown> {
  const place = { xref: 'paper', yref: 'paper', x: 1, y: 1, xanchor: 'right', yanchor: 'bottom', showarrow: false };
  const annotation = { ...place, text: note, font: { size: 11, color: '#888' } };
  return { ...layout, annotations: [...(Array.isArray(layout.annotations) ? layout.annotations : []), annotation] };
}

const figureText = (figure: Figure): string =>
  `[Plotly figure: ${figure.data.map((t) => String(t.type ?? 'scatter')).join(', ')}]`;

/** The height that JupyterLab gives a bundle's live figure; undefined where there is none. */
export function figureHeight({ [PLOTLY]: figure }: Bundle): number | undefined {
  if (!hasTraces(figure)) return undefined;
  return typeof figure.layout?.height === 'number' ? figure.layout.height : 360;
}

/** A figure as a MIME bundle, as yet of any size. */
export const plotlyBundle = (figure: Figure): Bundle => ({ [PLOTLY]: figure, 'text/plain': figureText(figure) });

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
  if (!hasTraces(value)) return bundle;
  const { figure, note } = thinFigure(value, limit);
  if (!figure) return withoutFigure(bundle, note!);
  const { data, layout = {}, config = {}, frames } = figure;
  const content = {
    ...value,
    data,
    layout: onAnyGround(note ? withNote(layout, note) : layout),
    config: { responsive: true, ...config },
    ...(frames ? { frames } : {}),
  };
  const { 'text/plain': text = figureText(figure) } = bundle;
  return { ...bundle, [PLOTLY]: content, 'text/plain': note ? `${text}\n[${note}]` : text };
}
