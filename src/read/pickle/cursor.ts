import { InputError } from '../../base/index.js';

/** What to do with a pickle that is not read. */
export const pickleRemedy =
  'Write it in Python with pickle.dump({id: numpy.asarray(vector, "f4") for id, vector in vectors.items()}, file)';

/** Bytes read from front to back; whoever asks for more than there are gets an error with the place. */
export class Cursor {
  at = 0;
  readonly #view: DataView;

  constructor(
    readonly bytes: Uint8Array,
    readonly path: string,
  ) {
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  /** An error at a byte of the file. */
  fault(what: string, at = this.at, cause?: unknown): InputError {
    return new InputError(what, `${this.path}, byte ${at}`, pickleRemedy, { cause });
  }

  /** The next `count` bytes: a window, not a copy. */
  take(count: number): Uint8Array {
    const left = this.bytes.length - this.at;
    if (count > left)
      throw this.fault(`is truncated: ${count} bytes are wanted where ${left} are left`, this.bytes.length);
    this.at += count;
    return this.bytes.subarray(this.at - count, this.at);
  }

  /** A little-endian whole number. */
  number(kind: 'u1' | 'u2' | 'i4' | 'u4' | 'u8'): number {
    const from = this.at;
    this.take(Number(kind[1]));
    if (kind === 'u1') return this.#view.getUint8(from);
    if (kind === 'u2') return this.#view.getUint16(from, true);
    if (kind === 'i4') return this.#view.getInt32(from, true);
    if (kind === 'u4') return this.#view.getUint32(from, true);
    const long = this.#view.getBigUint64(from, true);
    if (long > Number.MAX_SAFE_INTEGER) throw this.fault(`a length of ${long}`, from);
    return Number(long);
  }

  /** The text up to the next line end, one character a byte, as protocol 0 writes its arguments. */
  line(): string {
    const end = this.bytes.indexOf(10, this.at);
    if (end < 0) throw this.fault('is truncated: a line has no end', this.bytes.length);
    const text = Buffer.from(this.take(end - this.at)).toString('latin1');
    this.at++;
    return text;
  }

  /** The next `count` bytes as text. */
  text(count: number): string {
    const from = this.at;
    const bytes = this.take(count);
    try {
      return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
    } catch (cause) {
      throw this.fault('a text that is not UTF-8', from, cause);
    }
  }
}
