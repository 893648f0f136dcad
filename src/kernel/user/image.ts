const startsWith = (bytes: Uint8Array, at: number, text: string): boolean =>
  [...text].every((c, i) => bytes[at + i] === c.charCodeAt(0));

/** The MIME type of an image by its first bytes, or undefined. */
export function imageType(bytes: Uint8Array): string | undefined {
  if (bytes[0] === 0x89 && startsWith(bytes, 1, 'PNG')) return 'image/png';
  if (bytes[0] === 0xff && bytes[1] === 0xd8 && bytes[2] === 0xff) return 'image/jpeg';
  if (startsWith(bytes, 0, 'GIF8')) return 'image/gif';
  if (startsWith(bytes, 0, 'RIFF') && startsWith(bytes, 8, 'WEBP')) return 'image/webp';
  return undefined;
}

/** The bytes of an image as a MIME bundle; undefined for other bytes. */
export function imageBundle(bytes: Uint8Array): Record<string, unknown> | undefined {
  const type = imageType(bytes);
  if (!type) return undefined;
  return { [type]: bytes, 'text/plain': `[${type}, ${bytes.length.toLocaleString('en')} bytes]` };
}
