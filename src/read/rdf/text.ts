import { gunzipSync } from 'node:zlib';
import { fileChunks, InputError } from '../../base/index.js';
import { readBytes } from '../source.js';

/** What `.gz` may unpack to, in bytes: 1 GiB, and for small files less, which can hold a thousand times their size. */
const mostUnpacked = (packed: number): number => Math.min(2 ** 30, Math.max(2 ** 26, 200 * packed));

/**
 * A file's text in pieces, unpacked where its name ends in `.gz`.
 * @throws {InputError} when it cannot be read, is not UTF-8 (with the line), or unpacks to far more than text does
 */
export function* textPieces(path: string): Generator<string> {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  let line = 1;
  for (const chunk of path.endsWith('.gz') ? unpacked(path) : readable(path)) {
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

function* readable(path: string): Generator<Uint8Array> {
  try {
    yield* fileChunks(path);
  } catch (cause) {
    const code = (cause as NodeJS.ErrnoException).code;
    if (code === 'EINVAL') throw new InputError('is no regular file', path, 'Write it to a file first', { cause });
    if (code === undefined) throw cause;
    throw new InputError(`cannot be read (${code})`, path, 'Check the path and the permissions', { cause });
  }
}

function* unpacked(path: string, size = 2 ** 20): Generator<Uint8Array> {
  const packed = readBytes(path);
  const most = mostUnpacked(packed.length);
  let bytes: Uint8Array;
  try {
    bytes = gunzipSync(packed, { maxOutputLength: most });
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
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}
