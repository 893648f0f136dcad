/** Side of one thumbnail in pixels. */
export const THUMBNAIL = 32;
/** Thumbnails a row of the sheet. */
export const SHEET_COLUMNS = 64;

/**
 * One WebP picture that holds every entity's thumbnail, in the entities' order, 64 a row; an entity without a picture
 * leaves its cell empty.
 */
export async function thumbnailSheet(svgs: readonly (string | undefined)[]): Promise<Uint8Array> {
  const { default: sharp } = await import('sharp');
  const rows = Math.max(1, Math.ceil(svgs.length / SHEET_COLUMNS));
  const width = SHEET_COLUMNS * THUMBNAIL;
  const sheet = Buffer.alloc(width * rows * THUMBNAIL * 4);
  for (const [i, svg] of svgs.entries()) {
    if (!svg) continue;
    const tile = await sharp(Buffer.from(svg))
      .resize(THUMBNAIL, THUMBNAIL, { fit: 'contain', background: '#0000' })
      .ensureAlpha()
      .raw()
      .toBuffer();
    const [x, y] = [(i % SHEET_COLUMNS) * THUMBNAIL, Math.floor(i / SHEET_COLUMNS) * THUMBNAIL];
    for (let r = 0; r < THUMBNAIL; r++)
      tile.copy(sheet, ((y + r) * width + x) * 4, r * THUMBNAIL * 4, (r + 1) * THUMBNAIL * 4);
  }
  return sharp(sheet, { raw: { width, height: rows * THUMBNAIL, channels: 4 } })
    .webp({ quality: 70, alphaQuality: 60, effort: 6 })
    .toBuffer();
}
