import { createHash } from 'node:crypto';
import { isAbsolute, join, normalize, sep } from 'node:path';
import { brotliDecompressSync } from 'node:zlib';
import * as z from 'zod';
import { InputError, isIntact, readFile } from '../../base/index.js';
import { checkWithin, decodeText, type Source } from '../source.js';
import { dbp15k } from './dbp15k.js';
import { featureFolder } from './feature-folder.js';
import { type Format, formatOf, missingFiles } from './format.js';
import { readGraphs } from './graphs.js';

/** A packed folder's table of contents; a folder that has it is packed. */
export const manifestFile = 'manifest.json';
const restore = 'Restore the folder (git checkout, or install the package again)';

const manifestSchema = z.strictObject({
  format: z.literal('psqe-packed-1'),
  name: z.string(),
  /** By the name that readers ask for: where the bytes lie, how long they are unpacked, and their SHA-256. */
  files: z.record(
    z.string(),
    z.strictObject({
      file: z.string(),
      encoding: z.enum(['plain', 'brotli']),
      bytes: z.number().int().nonnegative(),
      sha256: z.string(),
    }),
  ),
  /** Of the manifest itself (base's sealed JSON); those of 0.1.0 have none. */
  sha256: z.string().optional(),
});

/** What the manifest says. */
export type Manifest = z.infer<typeof manifestSchema>;

/** A feature folder or DBP15K, compressed: `manifest.json` says what lies where. The embedded emoji pair is one. */
export const packed: Format = {
  name: 'packed data',
  recognise: (folder) => missingFiles(folder, [manifestFile]),
  read(folder) {
    const source = packedSource(folder);
    formatOf(source, [featureFolder, dbp15k]);
    return readGraphs(source, source.name);
  },
};

/**
 * A packed folder: the files of a plain one, compressed, each checked against its SHA-256 whenever it is read.
 * @throws {InputError} for a manifest that is damaged or of another format
 */
function packedSource(folder: Source): Source & { readonly name: string } {
  const { name: title, files } = readManifest(folder);
  for (const { file } of Object.values(files))
    if (isAbsolute(file) || normalize(file).split(sep)[0] === '..')
      throw new InputError(`names a file out of the folder: ${file}`, folder.path(manifestFile), restore);
  const path = (name: string) => join(folder.dir, files[name]?.file ?? name);
  return {
    dir: folder.dir,
    name: title,
    path,
    names: Object.keys(files).sort(),
    folders: [],
    has: (name) => name in files,
    bytes(name) {
      const entry = files[name];
      if (!entry) throw new InputError(`the packed folder has no file ${name}`, folder.path(manifestFile), restore);
      checkWithin(folder.dir, path(name));
      const unpacked = unpack(readFile(path(name)), entry, path(name));
      const sum = createHash('sha256').update(unpacked).digest('hex');
      if (unpacked.length !== entry.bytes || sum !== entry.sha256)
        throw new InputError('is corrupt: its content does not match its checksum', path(name), restore);
      return unpacked;
    },
  };
}

/** What a packed file may unpack to, in bytes: 2 GB, and a thousand times its size, as deflate could. */
const mostUnpacked = (packed: number): number => Math.min(2 ** 31 - 1, Math.max(2 ** 26, 1000 * packed));

function unpack(bytes: Uint8Array, entry: Manifest['files'][string], path: string): Uint8Array {
  if (entry.encoding === 'plain') return bytes;
  const most = mostUnpacked(bytes.length);
  if (entry.bytes > most)
    throw new InputError(
      `is said to unpack from ${bytes.length} to ${entry.bytes} bytes, which no features do`,
      path,
      'Unpack it yourself if you trust it, and give the plain folder',
    );
  try {
    // No more than the manifest says, whatever the file would unpack to.
    return brotliDecompressSync(bytes, { maxOutputLength: Math.max(1, entry.bytes) });
  } catch (cause) {
    throw new InputError('is corrupt: it cannot be unpacked', path, restore, { cause });
  }
}

function readManifest(folder: Source): Manifest {
  const path = folder.path(manifestFile);
  const bytes = folder.bytes(manifestFile);
  const manifest = parseManifest(bytes, path);
  if (manifest.sha256 !== undefined && !isIntact(bytes))
    throw new InputError('is corrupt: its content does not match its checksum', path, restore);
  return manifest;
}

function parseManifest(bytes: Uint8Array, path: string): Manifest {
  try {
    return manifestSchema.parse(JSON.parse(decodeText(bytes, path)));
  } catch (cause) {
    if (cause instanceof InputError) throw cause;
    throw new InputError('is not the manifest of a packed folder', path, restore, { cause });
  }
}
