import { drawWithKaleido, type Figure, findKaleido } from '../plots/index.js';
import { host } from './host.js';

/**
 * Shows a Plotly figure: alive in JupyterLab, and with a PNG beside it (where the set-up has the exporter), which
 * GitHub, nbconvert and PDF show.
 */
export async function showFigure(figure: Figure): Promise<void> {
  const title = (figure.layout.title as { text?: string } | undefined)?.text ?? 'figure';
  const bundle = { 'application/vnd.plotly.v1+json': { ...figure }, 'text/plain': `[${title}]` };
  const kaleido = findKaleido();
  if (!kaleido || host().name === 'none') {
    host().open(bundle);
    return;
  }
  const size = { width: Number(figure.layout.width ?? 700), height: Number(figure.layout.height ?? 450) };
  const [png] = await drawWithKaleido(kaleido, [{ figure, format: 'png', scale: 1, ...size }]);
  host().open({ ...bundle, 'image/png': Buffer.from(png as Uint8Array).toString('base64') });
}
