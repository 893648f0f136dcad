import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { brotliCompressSync, constants } from 'node:zlib';
import { dump } from 'npyjs';
import { InputError, isTemporary, readFile, seal, sha256, sumsFile, writeFile } from '../base/index.js';
import { type Manifest, manifestFile } from './formats/packed.js';
import { parseNpy } from './npy.js';
import { folderSource } from './source.js';
import { featureFiles, scaleFile } from './tables.js';

/**
 * Writes a folder of two graphs in packed form: feature matrices as 16-bit whole numbers times a scale a row (an error
 * of at most 1/65534 of the row's largest value), everything compressed by Brotli but `*.tsv` and `*.json`, which
 * stay readable, and `*.webp`, which is compressed already, and a manifest with a SHA-256 of every file's unpacked
 * content and of itself. The same input gives the same bytes.
 * @param from a folder that `readFolder` reads; all its files are packed but those named in `leaveOut`
 * @returns bytes written
 */
export function packFolder(from: string, to: string, options: { name: string; leaveOut?: readonly string[] }): number {
  const { dir } = folderSource(from);
  const names = readdirSync(dir, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !isTemporary(entry.name) && entry.name !== sumsFile)
    .map((entry) => join(entry.parentPath, entry.name).slice(dir.length).replaceAll('\\', '/').replace(/^\//, ''))
    .filter((name) => !options.leaveOut?.includes(name))
    .sort();
  const files: Manifest['files'] = {};
  let written = 0;
  for (const name of names) {
    const path = join(dir, name);
    for (const [packedName, content] of contents(name, readFile(path), path)) {
      const encoding = /\.(tsv|json|webp)$/.test(name) ? 'plain' : 'brotli';
      const file = encoding === 'plain' ? packedName : `${packedName}.br`;
      files[packedName] = { file, encoding, bytes: content.length, sha256: sha256(content) };
      const packed = encoding === 'plain' ? content : brotli(content);
      writeFile(join(to, file), packed);
      written += packed.length;
    }
  }
  const manifest: Manifest = { format: 'psqe-packed-1', name: options.name, files };
  writeFile(join(to, manifestFile), seal(manifest, 2));
  return written;
}

/** What one file becomes: itself, or for a feature matrix its quantised form and the scales. */
function contents(name: string, bytes: Uint8Array, path: string): [string, Uint8Array][] {
  const letter = Object.values(featureFiles).find((l) => name === `${l}.npy`);
  if (!letter) return [[name, bytes]];
  const { data, shape } = parseNpy(bytes, path);
  if (shape.length !== 2) throw new InputError(`has ${shape.length} dimensions`, path, 'A feature matrix has two');
  const npy = (array: Int16Array | Float32Array, dims: number[]) => new Uint8Array(dump(array, dims));
  if (data.every((v) => Number.isInteger(v) && Math.abs(v) <= 32767))
    return [[name, npy(Int16Array.from(data), [...shape])]];
  const { quantised, scale } = quantise(data, shape[0]!, shape[1]!);
  return [
    [name, npy(quantised, [...shape])],
    [scaleFile(letter), npy(scale, [shape[0]!])],
  ];
}

function quantise(data: Float32Array, rows: number, cols: number): { quantised: Int16Array; scale: Float32Array } {
  const quantised = new Int16Array(data.length);
  const scale = new Float32Array(rows);
  for (let i = 0; i < rows; i++) {
    const own = data.subarray(i * cols, (i + 1) * cols);
    const largest = own.reduce((max, v) => Math.max(max, Math.abs(v)), 0);
    scale[i] = largest / 32767 || 1;
    for (let j = 0; j < cols; j++) quantised[i * cols + j] = Math.round(own[j]! / scale[i]!);
  }
  return { quantised, scale };
}

function brotli(content: Uint8Array): Uint8Array {
  const params = {
    [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY,
    [constants.BROTLI_PARAM_LGWIN]: constants.BROTLI_MAX_WINDOW_BITS,
    [constants.BROTLI_PARAM_SIZE_HINT]: content.length,
  };
  return brotliCompressSync(content, { params });
}
