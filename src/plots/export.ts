import { createRequire } from 'node:module';
import { join } from 'node:path';
import { copyFile, escapeHtml, howToInstall, writeFile } from '../base/index.js';
import type { Figure, Json } from './figure.js';
import { type Drawing, drawWithKaleido, findKaleido } from './kaleido.js';
import { type FigureOrigin, forgetFigures, indexFigures, signPng, signSvg } from './origin.js';

/** What {@link exportFigures} wrote, and why it is HTML when it is. */
export interface Exported {
  readonly files: readonly string[];
  readonly note?: string;
}

/** The size a figure was laid out for, in CSS pixels. */
const sizeOf = ({ layout }: Figure) => ({ width: Number(layout.width ?? 700), height: Number(layout.height ?? 450) });

/**
 * Writes each figure to `folder` as `<name>.png` (twice the pixels) and `<name>.svg`, both with their origin inside, and
 * adds them to the folder's `index.json`. Without the exporter, as `<name>.html` beside a copy of plotly.js, with a note
 * that says how to get the exporter.
 * @throws {PsqeError} when the exporter fails; {OutputError} when the folder cannot be written
 */
export async function exportFigures(
  figures: ReadonlyMap<string, Figure>,
  folder: string,
  origin: FigureOrigin,
): Promise<Exported> {
  const kaleido = findKaleido();
  const exported = kaleido ? await exportPictures(kaleido, figures, folder, origin) : exportHtml(figures, folder);
  indexFigures(folder, figures, origin);
  return exported;
}

async function exportPictures(
  kaleido: string,
  figures: ReadonlyMap<string, Figure>,
  folder: string,
  origin: FigureOrigin,
): Promise<Exported> {
  const drawings: Drawing[] = [...figures.values()].flatMap((figure) => [
    { figure, format: 'png', scale: 2, ...sizeOf(figure) },
    { figure, format: 'svg', ...sizeOf(figure) },
  ]);
  const contents = await drawWithKaleido(kaleido, drawings);
  forgetFigures(folder, figures.keys());
  const files = [...figures.keys()].flatMap((name) => [join(folder, `${name}.png`), join(folder, `${name}.svg`)]);
  for (const [i, { figure, format }] of drawings.entries()) {
    const content = contents[i]!;
    const signed =
      format === 'png'
        ? await signPng(content as Uint8Array, figure, origin)
        : signSvg(String(content), figure, origin);
    writeFile(files[i]!, signed);
  }
  return { files };
}

function exportHtml(figures: ReadonlyMap<string, Figure>, folder: string): Exported {
  forgetFigures(folder, figures.keys());
  copyFile(createRequire(import.meta.url).resolve('plotly.js-dist'), join(folder, 'plotly.js'));
  const files = [...figures].map(([name, figure]) => {
    const file = join(folder, `${name}.html`);
    writeFile(file, page(name, figure));
    return file;
  });
  return {
    files,
    note: `no PNG exporter here, so figures are saved as HTML. It comes with Python 3.11 by: ${howToInstall('kaleido==0.2.1')}`,
  };
}

// "<" inside a script could end it: \u003c is the same character to JSON.
const inScript = (value: Json | Figure['data']) => JSON.stringify(value).replaceAll('<', '\\u003c');

// plotly.js 4 has a button that uploads what is drawn; graphs may be nobody else's business.
const config = { showSendToCloud: false };

const page = (name: string, { data, layout }: Figure) => `<!doctype html>
<meta charset="utf-8">
<title>${escapeHtml(name)}</title>
<script src="plotly.js"></script>
<div id="figure"></div>
<script>Plotly.newPlot('figure', ${inScript(data)}, ${inScript(layout as Json)}, ${inScript(config)});</script>
`;
