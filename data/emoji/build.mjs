// Builds the embedded data set from a folder of two graphs; the same input gives the same bytes.
// Run: npm run build:emoji -- FOLDER [TO]     (after npm run build)
import { readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { labelledThumbnails } from '../../dist/datasets/index.js';
import { packFolder } from '../../dist/read/pack.js';

const [from, to = dirname(fileURLToPath(import.meta.url))] = process.argv.slice(2);
if (!from) {
  console.error('usage: npm run build:emoji -- FOLDER [TO]');
  process.exit(2);
}
try {
  const bytes = packFolder(from, to, { name: 'emoji', leaveOut: ['README.md'] });
  // The pictures for notebooks, cell n for the n-th entity of ent_ids_1 or ent_ids_2; for display only, no reader of features opens them.
  for (const [i, side] of ['en:twemoji', 'de:noto'].entries()) {
    const lines = readFileSync(join(from, `ent_ids_${i + 1}`), 'utf8').trimEnd().split('\n');
    const labels = lines.map((line) => line.split('\t')[1] ?? '');
    writeFileSync(join(to, `thumbnails_${i + 1}.webp`), await labelledThumbnails(labels, side));
  }
  console.log(`${to}: ${(bytes / 1e6).toFixed(2)} MB`);
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exit(2);
}
