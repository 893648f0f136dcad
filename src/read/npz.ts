import { crc32 } from 'node:zlib';
import { unzipSync } from 'fflate';
import { InputError } from '../base/index.js';
import type { Source } from './source.js';
import { inTime } from './time-limit.js';

/** Bytes that all members of an archive may have together. */
const MAX_ARCHIVE = 4 * 2 ** 30;

/**
 * A source in which the members of every `.npz` stand as files of their own: `features.npz` with the array `image` is as good as `image.npy`.
 * @throws {InputError} when an archive is damaged, or two files have one name
 */
export function withArchives(source: Source): Source {
  const archives = source.names.filter((name) => /\.npz$/i.test(name));
  if (archives.length === 0) return source;
  const members = new Map<string, { archive: string; bytes: Uint8Array }>();
  for (const archive of archives)
    for (const [name, bytes] of unzipped(source.bytes(archive), source.path(archive))) {
      if (source.has(name) || members.has(name))
        throw new InputError(`has ${name}, which is there already`, source.path(archive), 'Keep one of the two');
      members.set(name, { archive, bytes });
    }
  const names = [...source.names.filter((name) => !archives.includes(name)), ...members.keys()].sort();
  const known = new Set(names);
  return {
    ...source,
    names,
    has: (name) => known.has(name),
    path: (name) => {
      const member = members.get(name);
      return member ? `${source.path(member.archive)}:${name}` : source.path(name);
    },
    bytes: (name) => members.get(name)?.bytes ?? source.bytes(name),
  };
}

function unzipped(bytes: Uint8Array, path: string): [string, Uint8Array][] {
  let total = 0;
  try {
    const unzip = () =>
      unzipSync(bytes, {
        filter: ({ name, originalSize }) => {
          total += originalSize;
          if (total > MAX_ARCHIVE) throw new Error(`unpacks to more than ${MAX_ARCHIVE / 2 ** 30} GB`);
          return /\.npy$/i.test(name) && !name.includes('/');
        },
      });
    const members = Object.entries(inTime(path, bytes.length, unzip));
    const sums = checksums(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length));
    for (const [name, content] of members)
      if (crc32(content) !== sums.get(name)) throw new Error(`${name} does not match its checksum`);
    return members;
  } catch (cause) {
    if (cause instanceof InputError) throw cause;
    throw new InputError(
      `is damaged, or no .npz file (${(cause as Error).message})`,
      path,
      'Write it with numpy.savez(file, image=x)',
      { cause },
    );
  }
}

/** How a ZIP's directory ends, and how each of its entries begins. */
const marks = { end: Buffer.from('PK\x05\x06', 'latin1'), entry: Buffer.from('PK\x01\x02', 'latin1') };

/** The CRC-32 of each member by its name, from the directory; fflate 0.8 compares none. @throws {Error} for a directory that is cut */
function checksums(zip: Buffer): Map<string, number> {
  const sums = new Map<string, number>();
  const end = zip.lastIndexOf(marks.end);
  let at = zip.readUInt32LE(end + 16);
  for (let left = zip.readUInt16LE(end + 10); left > 0; left--) {
    if (!zip.subarray(at, at + 4).equals(marks.entry)) throw new Error('its directory is cut');
    const [name, extra, comment] = [28, 30, 32].map((place) => zip.readUInt16LE(at + place)) as [
      number,
      number,
      number,
    ];
    const encoding = zip.readUInt16LE(at + 8) & 0x800 ? 'utf8' : 'latin1';
    sums.set(zip.toString(encoding, at + 46, at + 46 + name), zip.readUInt32LE(at + 16));
    at += 46 + name + extra + comment;
  }
  return sums;
}
