import fs from 'node:fs';

/**
 * A file's bytes from front to back, so that it may be larger than memory. The chunk is overwritten by the next one.
 * @throws what the system throws; `EINVAL` for what is no regular file: a pipe would block, a device has no end
 */
export function* fileChunks(path: string, size = 2 ** 20): Generator<Uint8Array> {
  if (!fs.statSync(path).isFile()) throw Object.assign(new Error('no regular file'), { code: 'EINVAL' });
  const fd = fs.openSync(path, 'r');
  try {
    const buffer = new Uint8Array(size);
    for (;;) {
      const count = fs.readSync(fd, buffer);
      if (count === 0) return;
      yield buffer.subarray(0, count);
    }
  } finally {
    fs.closeSync(fd);
  }
}
