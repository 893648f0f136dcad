import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Command } from 'commander';
import { makeFolder, packageRoot } from '../../base/index.js';
import { checkWritable } from '../options.js';
import { say } from '../session.js';

/** `psqe init`: a small example of two graphs, to look at and to replace. */
export function initCommand(): Command {
  return new Command('init')
    .description('write a small example of two graphs, with comments, that psqe align runs on in seconds')
    .argument('<folder>', 'a new folder')
    .action((folder: string) => {
      checkWritable('<folder>', folder, 'folder');
      const from = join(packageRoot(), 'data', 'example');
      const files = Object.fromEntries(readdirSync(from).map((name) => [name, readFileSync(join(from, name))]));
      makeFolder(folder, files);
      say(`${folder} has ${Object.keys(files).sort().join(', ')}`);
      say(`Now: psqe validate ${folder}\n     psqe align ${folder} --out matches.csv`);
    });
}
