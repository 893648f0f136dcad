import { join } from 'node:path';
import { pairFiles } from '../cli/pair.js';
import { inventedFiles } from '../datasets/character-files.js';
import { putFiles } from '../support/put-files.js';
import { studyPair } from './commands.js';

// The inputs of the commands, into the folder of a place.

const root = process.argv[3]!;
const small = pairFiles(40);
putFiles(join(root, 'data'), small);
const triples = String(small.triples_1).trimEnd().split('\n').slice(0, -3);
putFiles(join(root, 'later'), { ...small, triples_1: `${triples.join('\n')}\n` });
putFiles(join(root, 'sources'), inventedFiles());
// Where studies look for a pair that was built; they make 800 seeds, and compare all links with one another.
const pair = pairFiles(810);
const links = String(pair.ill_ent_ids).split('\n').slice(0, 60).join('\n');
const cached = join(root, 'package', '.cache', `emoji-${studyPair.replaceAll(/[:,]/g, '-')}`);
putFiles(cached, { ...pair, ill_ent_ids: links });
process.exit();
