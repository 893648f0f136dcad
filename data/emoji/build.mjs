// Builds the embedded data set from the pinned packages of words and pictures; the same packages give the same bytes.
// Run: npm run build && npm run build:emoji [-- --check]     (a minute or two; --check writes nothing and compares)
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { brotliDecompressSync } from 'node:zlib';
import { buildEmoji } from '../../dist/datasets/index.js';
import { packFolder } from '../../dist/read/index.js';

const here = dirname(fileURLToPath(import.meta.url));
const byHand = ['.gitattributes', 'README.md', 'build.mjs'];
const check = process.argv.includes('--check');
const plain = mkdtempSync(join(tmpdir(), 'emoji-plain-'));
const packed = mkdtempSync(join(tmpdir(), 'emoji-packed-'));

const generated = (/** @type {string} */ dir) => readdirSync(dir).filter((name) => !byHand.includes(name));

// Another version of Node may pack the same content into other bytes: unpacked content is what counts.
const content = (/** @type {string} */ path) => (path.endsWith('.br') ? brotliDecompressSync(readFileSync(path)) : readFileSync(path));

/**
 * The names of the files that differ between two folders, or are in one only.
 * @param {string} a
 * @param {string} b
 */
function differing(a, b) {
  const [left, right] = [generated(a), generated(b)];
  const same = (/** @type {string} */ name) =>
    left.includes(name) && right.includes(name) && content(join(a, name)).equals(content(join(b, name)));
  return [...new Set([...left, ...right])].filter((name) => !same(name)).sort();
}

try {
  /** @type {NonNullable<import('../../dist/base/index.js').Work['onProgress']>} */
  const onProgress = ({ task, done, total }) => {
    if (done % 1000 === 0 || done === total) console.error(`${task}: ${done} of ${total}`);
  };
  const built = await buildEmoji(plain, { left: 'en:twemoji', right: 'de:noto', thumbnails: true }, { onProgress });
  if (!check) for (const name of generated(here)) rmSync(join(here, name));
  const bytes = packFolder(plain, check ? packed : here, { name: 'emoji' });
  console.log(`${built.entities} entities, ${built.triples} triples, ${(bytes / 1e6).toFixed(2)} MB`);
  if (check) {
    const names = differing(packed, here);
    console.log(names.length ? `differs: ${names.join(', ')}` : 'what is committed is what the builder gives');
    process.exitCode = names.length ? 1 : 0;
  }
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 2;
} finally {
  for (const dir of [plain, packed]) rmSync(dir, { recursive: true, force: true });
}
