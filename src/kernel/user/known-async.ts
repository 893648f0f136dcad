import { imageBundle } from './image.js';
import { type Any, type Bundle, isMethod, isObject } from './shapes.js';

/** A pipeline of sharp's with an input; one without waits for a stream, for ever. */
function pipeline(value: Any): boolean {
  if (!isMethod(value, 'clone', 'png', 'metadata', 'toBuffer') || !isObject(value.options)) return false;
  return isObject(value.options.input) && !Array.isArray(value.options.input.buffer);
}

/** What a value shows that it must be waited for: sharp's pictures, and images in a Blob or File. */
export async function lateBundle(value: unknown): Promise<Bundle | undefined> {
  if (value instanceof Blob)
    return value.type.startsWith('image/') ? imageBundle(new Uint8Array(await value.arrayBuffer())) : undefined;
  return isObject(value) && pipeline(value) ? imageBundle(await value.clone().png().toBuffer()) : undefined;
}

/** Whether a value is one of those. */
export const isLate = (value: unknown): boolean =>
  (value instanceof Blob && value.type.startsWith('image/')) || (isObject(value) && pipeline(value));
