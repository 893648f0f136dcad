import { type Bundle, isMethod, isObject } from './shapes.js';

/** Specifications of Vega and Vega-Lite say what they are by their `$schema`. */
const VEGA = /^https?:\/\/vega\.github\.io\/schema\/(vega|vega-lite)\/v(\d+)[\w.-]*\.json$/;
/** The newest version that JupyterLab (4.6) and VS Code have a type for; they draw later ones by it. */
const NEWEST = 5;

/** A Vega or Vega-Lite specification, or what makes one (`toSpec()` of vega-lite-api). */
export function vega(value: unknown): Bundle | undefined {
  if (!isObject(value)) return undefined;
  const spec = isMethod(value, 'toSpec') ? value.toSpec() : value;
  const [, kind, version] = (isObject(spec) && typeof spec.$schema === 'string' && VEGA.exec(spec.$schema)) || [];
  if (!kind) return undefined;
  const name = kind === 'vega' ? 'Vega' : 'Vega-Lite';
  const type = `application/vnd.${name.toLowerCase().replace('-', '')}.v${Math.min(NEWEST, Number(version))}+json`;
  return { [type]: spec, 'text/plain': `[${name} ${version} chart]` };
}

const SVG = 'http://www.w3.org/2000/svg';

/** The text of an `<svg>` as a file of its own: with its name space. */
const alone = (svg: string): string =>
  /^<svg\b[^>]*\sxmlns=/.test(svg) ? svg : svg.replace(/^<svg\b/, `<svg xmlns="${SVG}"`);

/**
 * An element of a DOM, whoever made it (linkedom, jsdom, happy-dom; Observable Plot draws into one). SVG goes into the
 * page as HTML too: there its `currentColor` is the ink of the page's theme.
 */
export function element(value: unknown): Bundle | undefined {
  if (!isObject(value) || value.nodeType !== 1 || typeof value.outerHTML !== 'string') return undefined;
  const { outerHTML: html } = value;
  const text = String(value.textContent ?? '').trim();
  if (!html.startsWith('<svg')) return { 'text/html': html };
  return {
    'text/html': html,
    'image/svg+xml': alone(html),
    'text/plain': text ? `[SVG: ${text.slice(0, 200)}]` : '[SVG]',
  };
}

/** A drawing surface (node-canvas, @napi-rs/canvas): its picture. */
export function canvas(value: unknown): Bundle | undefined {
  if (!isObject(value) || !isMethod(value, 'getContext', 'toDataURL')) return undefined;
  const [, data] = /^data:image\/png;base64,(.+)$/.exec(String(value.toDataURL('image/png'))) ?? [];
  return data ? { 'image/png': data, 'text/plain': `[canvas, ${value.width} × ${value.height}]` } : undefined;
}
