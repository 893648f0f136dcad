import type { Bundle, ToWorker } from '../messages.js';

type DisplayMessage = Extract<ToWorker, { type: 'display' }>;

/** Outputs of which it is remembered that they are live figures. */
const REMEMBERED = 2000;

/** Outputs that cells show, as messages to the client. */
export class Displays {
  /** Display ids of live figures, with their heights. */
  private readonly figures = new Map<string, number>();

  messages({ id = '', update, bundle }: DisplayMessage): { type: string; content: string }[] {
    const type = update ? 'update_display_data' : 'display_data';
    const before = this.figures.get(id);
    this.remember(id, bundle.figure);
    const shown = { type, content: contentOf(id, bundle) };
    // JupyterLab's renderer (plotly 7.1.0) ignores a figure where one is drawn already: an empty place comes between.
    if (!update || before === undefined || bundle.figure === undefined) return [shown];
    return [{ type, content: contentOf(id, emptyPlace(before)) }, shown];
  }

  private remember(id: string, height: number | undefined): void {
    this.figures.delete(id);
    if (height === undefined) return;
    this.figures.set(id, height);
    if (this.figures.size > REMEMBERED) this.figures.delete(this.figures.keys().next().value!);
  }
}

const emptyPlace = (height: number): Pick<Bundle, 'data' | 'metadata'> => ({
  data: JSON.stringify({ 'text/html': `<div style="height:${height}px"></div>`, 'text/plain': '' }),
  metadata: '{}',
});

const contentOf = (id: string, { data, metadata }: Pick<Bundle, 'data' | 'metadata'>): string =>
  `{"data":${data},"metadata":${metadata},"transient":{"display_id":${JSON.stringify(id)}}}`;

/** A text as an output. */
export const textBundle = (text: string): Bundle => ({
  data: JSON.stringify({ 'text/plain': text }),
  metadata: '{}',
  text,
});
export const NOTHING_YET = textBundle('');
