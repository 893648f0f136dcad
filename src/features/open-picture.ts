import type { Sharp } from 'sharp';

/** What a picture may have in pixels, and take in seconds: a few bytes can say that they are a gigapixel. */
const limits = { pixels: 2 ** 27, seconds: 30 };

/**
 * A picture (anything `sharp` reads: SVG, PNG, JPEG, WebP …), turned as its EXIF says. What it does fails for one of more
 * than 134 million pixels, and when it takes longer than half a minute.
 */
export async function openPicture(picture: Uint8Array): Promise<Sharp> {
  // Loaded when first needed: whoever never looks at a picture pays nothing for it.
  const { default: sharp } = await import('sharp');
  return sharp(picture, { limitInputPixels: limits.pixels }).timeout({ seconds: limits.seconds }).autoOrient();
}
