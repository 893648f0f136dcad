import * as z from 'zod';
import { type Options, option, optionSet, type Resolved } from '../base/index.js';
import { openPicture } from './open-picture.js';

/** Side of the square that a picture is brought to before it is described, in pixels. */
const SIZE = 64;
/** Pictures are drawn at this size before the crop. */
const CANVAS = 192;
const COLOUR_GRID = 8;
const EDGE_GRID = 4;
const ORIENTATIONS = 8;
const HISTOGRAM = 4;

/** Numbers in an image descriptor: colour grid 256 + edge orientations 128 + colour histogram 64. */
export const IMAGE_DESCRIPTOR = COLOUR_GRID ** 2 * 4 + EDGE_GRID ** 2 * ORIENTATIONS + HISTOGRAM ** 3;

export const imageDescriptorOptions = optionSet('imageDescriptor', {
  ground: option(
    z.string().nullable(),
    null,
    'A colour (`white`, `#f0f0f0`) that is put behind what is transparent, and whose margins are cut off: a logo on white is then the same as on nothing. `null`: where a picture is transparent tells something, and only transparent margins are cut off',
  ),
});

export interface ImageDescriptorOptions extends Options<typeof imageDescriptorOptions> {}

/**
 * Describes one picture (anything `sharp` reads: SVG, PNG, JPEG, WebP …) by what can be computed without a trained
 * network: it is turned as its EXIF says, cropped to its opaque box and brought to 64 × 64, then
 * an 8 × 8 grid of mean red, green, blue and alpha (256), 4 × 4 cells of 8 gradient orientations of the luminance (128),
 * a 4 × 4 × 4 colour histogram of the opaque pixels (64); each block has unit length.
 * @returns 448 numbers, or undefined when the picture is fully transparent, or nothing but its ground
 */
export async function imageDescriptor(
  picture: Uint8Array,
  options?: ImageDescriptorOptions,
): Promise<Float32Array | undefined> {
  const pixels = await squarePixels(picture, imageDescriptorOptions.resolve(options));
  if (!pixels) return undefined;
  const out = new Float32Array(IMAGE_DESCRIPTOR);
  const blocks = [colourGrid(pixels), edgeOrientations(pixels), colourHistogram(pixels)];
  let offset = 0;
  for (const block of blocks) {
    const length = Math.hypot(...block) || 1;
    for (let i = 0; i < block.length; i++) out[offset + i] = block[i]! / length;
    offset += block.length;
  }
  return out;
}

/** RGBA bytes of the picture, cropped to its opaque box and fitted into SIZE × SIZE. */
async function squarePixels(
  picture: Uint8Array,
  { ground }: Resolved<ImageDescriptorOptions>,
): Promise<Uint8Array | undefined> {
  const { default: sharp } = await import('sharp');
  const turned = await openPicture(picture);
  const drawn = await (ground === null ? turned : turned.flatten({ background: ground }))
    .resize(CANVAS, CANVAS, { fit: 'contain', background: '#0000' })
    .ensureAlpha()
    .raw()
    .toBuffer();
  const box = contentBox(drawn, ground === null ? undefined : await colourOf(ground));
  if (!box) return undefined;
  return sharp(drawn, { raw: { width: CANVAS, height: CANVAS, channels: 4 } })
    .extract(box)
    .resize(SIZE, SIZE, { fit: 'contain', background: '#0000' })
    .raw()
    .toBuffer();
}

/** Red, green and blue of a colour by name. */
async function colourOf(ground: string): Promise<Uint8Array> {
  const { default: sharp } = await import('sharp');
  return sharp({ create: { width: 1, height: 1, channels: 3, background: ground } })
    .raw()
    .toBuffer();
}

/** How far a channel may be from the ground's and still be ground: what JPEG does to a plain colour. */
const NEAR = 16;

/** The box of what is opaque, and unlike the ground where there is one. */
function contentBox(rgba: Uint8Array, ground?: Uint8Array) {
  let [left, top, right, bottom] = [CANVAS, CANVAS, -1, -1];
  for (let y = 0; y < CANVAS; y++)
    for (let x = 0; x < CANVAS; x++) {
      const at = (y * CANVAS + x) * 4;
      if (rgba[at + 3]! < 16 || ground?.every((value, c) => Math.abs(rgba[at + c]! - value) < NEAR)) continue;
      left = Math.min(left, x);
      right = Math.max(right, x);
      top = Math.min(top, y);
      bottom = Math.max(bottom, y);
    }
  return right < 0 ? undefined : { left, top, width: right - left + 1, height: bottom - top + 1 };
}

/** Colour over white, 0 … 1; channel 3 is the alpha itself. */
function channel(rgba: Uint8Array, pixel: number, c: number): number {
  const alpha = rgba[pixel * 4 + 3]! / 255;
  return c === 3 ? alpha : (rgba[pixel * 4 + c]! / 255) * alpha + (1 - alpha);
}

function colourGrid(rgba: Uint8Array): Float64Array {
  const out = new Float64Array(COLOUR_GRID ** 2 * 4);
  const cell = SIZE / COLOUR_GRID;
  for (let p = 0; p < SIZE ** 2; p++) {
    const at = Math.floor(p / SIZE / cell) * COLOUR_GRID + Math.floor((p % SIZE) / cell);
    for (let c = 0; c < 4; c++) out[at * 4 + c]! += channel(rgba, p, c) / cell ** 2;
  }
  return out;
}

function edgeOrientations(rgba: Uint8Array): Float64Array {
  const luminance = Float64Array.from(
    { length: SIZE ** 2 },
    (_, p) => 0.299 * channel(rgba, p, 0) + 0.587 * channel(rgba, p, 1) + 0.114 * channel(rgba, p, 2),
  );
  const out = new Float64Array(EDGE_GRID ** 2 * ORIENTATIONS);
  const cell = SIZE / EDGE_GRID;
  for (let y = 1; y < SIZE - 1; y++)
    for (let x = 1; x < SIZE - 1; x++) {
      const dx = luminance[y * SIZE + x + 1]! - luminance[y * SIZE + x - 1]!;
      const dy = luminance[(y + 1) * SIZE + x]! - luminance[(y - 1) * SIZE + x]!;
      // Unsigned orientation: light-on-dark and dark-on-light outlines count alike.
      const angle = (Math.atan2(dy, dx) + Math.PI) % Math.PI;
      const bin = Math.min(ORIENTATIONS - 1, Math.floor((angle / Math.PI) * ORIENTATIONS));
      const at = Math.floor(y / cell) * EDGE_GRID + Math.floor(x / cell);
      out[at * ORIENTATIONS + bin]! += Math.hypot(dx, dy);
    }
  return out;
}

function colourHistogram(rgba: Uint8Array): Float64Array {
  const out = new Float64Array(HISTOGRAM ** 3);
  const level = (value: number) => Math.min(HISTOGRAM - 1, Math.floor(value * HISTOGRAM));
  for (let p = 0; p < SIZE ** 2; p++) {
    if (rgba[p * 4 + 3]! < 128) continue;
    const [r, g, b] = [0, 1, 2].map((c) => level(channel(rgba, p, c))) as [number, number, number];
    out[(r * HISTOGRAM + g) * HISTOGRAM + b]! += 1;
  }
  return out;
}
