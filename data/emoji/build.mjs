// Builds the embedded data set from a folder of two graphs; the same input gives the same bytes.
// Run: npm run build:emoji -- FOLDER [TO]     (after npm run build)
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { packFolder } from '../../dist/read/pack.js';

const [from, to = dirname(fileURLToPath(import.meta.url))] = process.argv.slice(2);
if (!from) {
  console.error('usage: npm run build:emoji -- FOLDER [TO]');
  process.exit(2);
}
try {
  const bytes = packFolder(from, to, { name: 'emoji', leaveOut: ['README.md'] });
  console.log(`${to}: ${(bytes / 1e6).toFixed(2)} MB`);
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exit(2);
}
