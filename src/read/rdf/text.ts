import { gunzipSync } from 'node:zlib';
import { InputError } from '../../base/index.js';
import { checkText } from '../tabular/text.js';

/** What `.gz` may unpack to, in bytes: 1 GiB, and for small files less, which can hold a thousand times their size. */
const mostUnpacked = (packed: number): number => Math.min(2 ** 30, Math.max(2 ** 26, 200 * packed));

const pieceSize = 2 ** 20;

/**
 * A file's text in pieces, unpacked where its name ends in `.gz`.
 * @throws {InputError} when it cannot be unpacked, is not UTF-8 (with the line), or unpacks to far more than text does
 */
export function* textPieces(bytes: Uint8Array, path: string): Generator<string> {
  const whole = /\.gz$/i.test(path) ? unpacked(bytes, path) : bytes;
  checkText(whole, path);
  const decoder = new TextDecoder();
  for (let at = 0; at < whole.length; at += pieceSize)
    yield decoder.decode(whole.subarray(at, at + pieceSize), { stream: true });
}

function unpacked(packed: Uint8Array, path: string): Uint8Array {
  const most = mostUnpacked(packed.length);
  try {
    return gunzipSync(packed, { maxOutputLength: most });
  } catch (cause) {
    const large = (cause as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE';
    throw large
      ? new InputError(
          `unpacks to more than ${Math.floor(most / 2 ** 20)} MiB`,
          path,
          'Unpack it (gunzip) and give the plain file',
          { cause },
        )
      : new InputError('cannot be unpacked: it is truncated or no gzip file', path, 'Copy or pack it again', { cause });
  }
}
