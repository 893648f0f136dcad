import { seedSources } from '../seeds/index.js';
import type { Figure, Json, Trace } from './figure.js';

/** Okabe and Ito's colours, told apart with every common kind of colour blindness. */
export const palette = [
  '#0072B2',
  '#E69F00',
  '#009E73',
  '#CC79A7',
  '#56B4E9',
  '#D55E00',
  '#F0E442',
  '#000000',
] as const;

/** Colours of the sources of seeds in the order of their definition, two of Tol's after those of the palette, then from the start again; black is the truth's. */
const sourceColours = [...[0, 2, 5, 3, 1, 4, 6].map((i) => palette[i]!), '#882255', '#777777'];

/** The colour of a seed set: its source's, by its name (or a figure's "stage 1" for it). */
function ownColour(name: string): string | undefined {
  if (/^truth\d*$/.test(name)) return palette[7];
  const plain = name.replace(/^stage (\d)$/, 'stage$1');
  const at = seedSources().findIndex((source) => source.name === plain || source.also?.includes(plain));
  return at >= 0 ? sourceColours[at % sourceColours.length]! : undefined;
}

/** A seed set keeps its colour in every figure; other things are told apart by their place in a figure. */
export const colourOf = (name: string, index: number): string => ownColour(name) ?? palette[index % palette.length]!;

/** Colours of all that a figure shows: seed sets keep theirs, other things take those of the palette that are left. */
export function coloursOf(names: readonly string[]): string[] {
  const own = names.map(ownColour);
  const free = palette.filter((colour) => colour !== palette[7] && !own.includes(colour));
  let next = 0;
  return own.map((colour) => colour ?? free[next++ % free.length] ?? palette[7]);
}

/** Names out of data are text: plotly takes tags in it for its own. */
export const plainText = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');

const ink = '#222222';
const grid = '#e5e5e5';

/** An axis with a title that carries its unit. */
export const axis = (title: string, more: { readonly [key: string]: Json } = {}): Json => ({
  ...(title ? { title: { text: title, standoff: 12, font: { size: 14 } } } : {}),
  ...(more.showgrid === false ? {} : { gridcolor: grid }),
  zeroline: false,
  linecolor: ink,
  automargin: true,
  ...more,
});

/** A share of 0 … 1 as per cent. */
export const shareAxis = (title: string, more: { readonly [key: string]: Json } = {}): Json =>
  axis(title, { tickformat: '.0%', ...(more.range ? {} : { rangemode: 'tozero' }), ...more });

/** A row above the drawing, under the title. */
export const legend = { orientation: 'h', x: 0, xanchor: 'left', y: 1.02, yanchor: 'bottom' } as const;
export const margin = { l: 64, r: 24, t: 96, b: 64 } as const;

/** A figure's title, 18 pixels under its upper edge; what draws pictures centres its lines on `y`, so that more than one move down. */
export const headline = (text: string, height = 450): Json => ({
  text,
  x: 0,
  xref: 'paper',
  xanchor: 'left',
  y: 1 - (18 + 11 * (text.split('<br>').length - 1)) / height,
  font: { size: 17 },
});

/** Height of a row of the legend, and what `margin` has room for. */
const legendRow = { height: 20, shown: 2 } as const;

/** Rows that a legend of these names takes, side by side in columns of the widest; about, since nobody has set the text yet. */
function legendRows(data: readonly Trace[], width: number): number {
  const names = data.flatMap(({ name, showlegend }) => (showlegend === false || !name ? [] : [String(name)]));
  const column = 45 + 7 * Math.max(0, ...names.map((name) => name.length));
  const columns = Math.max(1, Math.floor((width - margin.l - margin.r) / column));
  return Math.ceil(names.length / columns);
}

/**
 * One look for all figures: title at the left, legend under it, white ground, 700 × 450 pixels; more where a long legend would
 * climb over the title.
 */
export function styled(title: string, data: readonly Trace[], layout: { readonly [key: string]: Json }): Figure {
  const { width = 700, height = 450 } = layout as { width?: number; height?: number };
  const rows = 'margin' in layout || 'legend' in layout ? 0 : legendRows(data, width);
  const more = legendRow.height * Math.max(0, rows - legendRow.shown);
  return {
    data,
    layout: {
      title: headline(title, height + more),
      font: { family: 'Open Sans, Arial, sans-serif', size: 13, color: ink },
      paper_bgcolor: '#ffffff',
      plot_bgcolor: '#ffffff',
      legend,
      // At the side: in a row it would lie over the end of the title.
      modebar: { orientation: 'v' },
      margin: { ...margin, t: margin.t + more },
      width,
      ...layout,
      height: height + more,
    },
  };
}
