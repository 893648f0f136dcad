import { gunzipSync } from 'node:zlib';
import { InputError } from '../../base/index.js';

/** What `.gz` may unpack to, in bytes: 1 GiB, and for small files less, which can hold a thousand times their size. */
const mostUnpacked = (packed: number): number => Math.min(2 ** 30, Math.max(2 ** 26, 200 * packed));

/**
 * A file's text in pieces, unpacked where its name ends in `.gz`.
 * @throws {InputError} when it cannot be unpacked, is not UTF-8 (with the line), or unpacks to far more than text does
 */
export function* textPieces(bytes: Uint8Array, path: string): Generator<string> {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  let line = 1;
  const whole = /\.gz$/i.test(path) ? unpacked(bytes, path) : bytes;
  for (let from = 0; from < whole.length; from += pieceSize) {
    const chunk = whole.subarray(from, from + pieceSize);
    yield decoded(chunk, true);
    for (let at = chunk.indexOf(10); at >= 0; at = chunk.indexOf(10, at + 1)) line++;
  }
  yield decoded(new Uint8Array(), false);

  function decoded(chunk: Uint8Array, stream: boolean): string {
    try {
      return decoder.decode(chunk, { stream });
    } catch (cause) {
      const before = new TextDecoder().decode(chunk).split('�')[0]!;
      const at = `${path}:${line + before.split('\n').length - 1}`;
      throw new InputError('is not UTF-8 text', at, 'Convert the file to UTF-8 (iconv -t UTF-8)', { cause });
    }
  }
}

const pieceSize = 2 ** 20;

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
