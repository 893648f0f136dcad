import * as z from 'zod';
import { buildFolder, type Options, option, optionSet, type Work } from '../../base/index.js';
import { csvText } from '../../read/index.js';
import { writePair } from '../written-pair.js';
import { withinLetters } from './names.js';
import { brandSide, logoSide } from './sides.js';
import { logoFolders, logoSources } from './sources.js';

export const buildLogosOptions = optionSet('buildLogos', {
  letters: option(z.string(), 'a-c', 'Brands whose names begin with these; `0-z`: all. Settings were chosen on `d-z`'),
  seed: option(z.int(), 1, 'Draws the ids, so that no id and no order tells what it stands for'),
  sources: option(
    z.string().nullable(),
    null,
    'A folder with the sources (@iconify-json/logos, simple-icons); `null`: node_modules',
  ),
});

export interface BuildLogosOptions extends Options<typeof buildLogosOptions> {}

/**
 * Builds two graphs of brands and writes them as tables that `openTask` opens: `left`, coloured logos
 * (`@iconify-json/logos`), `right`, `simple-icons`, of one colour. There are pictures and nothing else: no names, no
 * triples. `truth.csv`: equal names, which stand nowhere else but in `names.csv` (side, id, name), for showing; no
 * reader of graphs opens it. Many brands of either side have no partner.
 * The same sources give the same bytes; the folder is there whole or not at all.
 * @returns how many entities, triples and links were written
 * @throws {InputError} when a source is missing; {OptionError} for letters that are no span; {OutputError} when the folder holds other files
 */
export async function buildLogos(
  dir: string,
  options?: BuildLogosOptions,
  work?: Work,
): Promise<{ entities: number; triples: number; links: number }> {
  const { letters, seed, sources } = buildLogosOptions.resolve(options);
  const within = withinLetters(letters);
  const folders = logoFolders(sources ?? undefined);
  const sides = { left: logoSide(folders, within), right: brandSide(folders, within) };
  const told = { ...logoSources(folders), letters };
  return buildFolder(dir, async (folder) => {
    const pair = { name: 'logos', ...sides, pictures: 'pictures', sources: told };
    const { ids, ...counts } = await writePair(folder, pair, seed, work);
    const rows = (['left', 'right'] as const).flatMap((side) =>
      [...ids[side]].map(([name, id]) => [side, id, name] as const),
    );
    folder.write('names.csv', csvText(['side', 'id', 'name'], rows));
    return counts;
  });
}
