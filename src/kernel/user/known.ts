import { Readable } from 'node:stream';
import { imageBundle } from './image.js';
import { canvas, element, vega } from './known-drawings.js';
import { arqueroTable, arrowTable, danfoFrame } from './known-tables.js';
import { isFigure, plotlyBundle } from './plotly.js';
import { type Bundle, isMethod, isObject } from './shapes.js';

function image(value: unknown): Bundle | undefined {
  if (value instanceof ArrayBuffer) return imageBundle(new Uint8Array(value));
  return value instanceof Uint8Array ? imageBundle(value) : undefined;
}

function figure(value: unknown): Bundle | undefined {
  return isFigure(value) ? plotlyBundle(value) : undefined;
}

function tensor(value: unknown): Bundle | undefined {
  if (
    !isObject(value) ||
    !isMethod(value, 'dataSync', 'dispose') ||
    !Array.isArray(value.shape) ||
    typeof value.dtype !== 'string'
  )
    return undefined;
  const head = `Tensor ${value.dtype} [${value.shape.join(', ')}]`;
  if (value.isDisposed) return { 'text/plain': `${head} (disposed)` };
  return { 'text/plain': `${head}\n${String(value.toString()).replace(/^Tensor\s*\n?/, '')}` };
}

/** A stream that can be read once: showing it must not read it, and its insides tell nothing. */
function stream(value: unknown): Bundle | undefined {
  if (!(value instanceof Readable || value instanceof ReadableStream)) return undefined;
  const name = value.constructor?.name ?? 'stream';
  return { 'text/plain': `[${name}, not read: for await (const piece of stream) console.log(piece)]` };
}

const KNOWN = [image, figure, vega, element, canvas, arqueroTable, arrowTable, danfoFrame, tensor, stream];

/** Recognises, by their shape, values of libraries that the kernel does not import. */
export function knownBundle(value: unknown): Bundle | undefined {
  try {
    for (const recognise of KNOWN) {
      const bundle = recognise(value);
      if (bundle) return bundle;
    }
  } catch {
    // It only looked like one: it is shown as any other object.
  }
  return undefined;
}
