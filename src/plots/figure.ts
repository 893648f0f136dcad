/** What a figure's parts may hold: JSON, so that a figure can be stored, sent to a notebook and drawn anywhere. */
export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json | undefined };

/** One Plotly trace; the names are those of plotly.js's reference. */
export type Trace = { readonly type: 'bar' | 'box' | 'heatmap' | 'scatter' | 'waterfall' } & {
  readonly [key: string]: Json | undefined;
};

/** A Plotly figure: pure data, drawn by JupyterLab, by plotly.js in a page, or by {@link exportFigures}. */
export interface Figure {
  readonly data: readonly Trace[];
  readonly layout: { readonly [key: string]: Json | undefined };
}
