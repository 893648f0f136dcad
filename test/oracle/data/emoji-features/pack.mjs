// Packs the pair that the public PSQE code was measured on, from its folder of plain files.
// Run: npm run build && node test/oracle/data/emoji-features/pack.mjs FOLDER [TO]
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { packFolder } from '../../../../dist/read/index.js';

const [from, to = dirname(fileURLToPath(import.meta.url))] = process.argv.slice(2);
if (!from) {
  console.error('usage: node test/oracle/data/emoji-features/pack.mjs FOLDER [TO]');
  process.exit(2);
}
// Not needed by any parity test: what is for display, and the split of the aligners' measurements.
const leaveOut = ['README.md', 'kinds.tsv', 'train_links_30.tsv', 'test_links_70.tsv'];
try {
  const bytes = packFolder(from, to, { name: 'emoji-features', leaveOut });
  console.log(`${to}: ${(bytes / 1e6).toFixed(2)} MB`);
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exit(2);
}
