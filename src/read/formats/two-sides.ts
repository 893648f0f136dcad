import { basename, join, resolve } from 'node:path';
import { InputError } from '../../base/index.js';
import type { FilePair } from '../dataset.js';
import { evaluationLinks } from '../links/read-links.js';
import { withArchives } from '../npz.js';
import { withPictureFolder } from '../picture-folder.js';
import { pairOf, type RawGraph, type RawLinks } from '../raw.js';
import { folderSource, partOf, type Source } from '../source.js';
import { saysLinks, sideOf } from '../tabular/roles.js';
import { type Format, formatOf, type GraphFormat, type ReadOptions } from './format.js';

/** What a folder falls into: the files of each graph, and those of both. */
interface Sides {
  readonly left: Source;
  readonly right: Source;
  readonly links: readonly string[];
  readonly unused: readonly string[];
}

/**
 * Two graphs side by side in a folder, each in any format of one graph: folders `left` and `right`, or files whose names
 * say it (`left.csv`, `entities_1.csv`); links (`links.csv`, `truth.tsv`) beside them.
 */
export function twoSides(formats: readonly GraphFormat[]): Format {
  return {
    name: 'two graphs side by side',
    recognise(source) {
      const sides = sidesOf(source);
      if (!sides)
        return ['folders or files of two sides (left and right, or names that end in _1 and _2)', 'a graph in each'];
      const lacks = [sides.left, sides.right].map((side) => lacking(withArchives(side), formats));
      return lacks.every((own) => own.length > 0) ? lacks.map((own) => own.join(', or ')) : [];
    },
    read(source, options) {
      const sides = sidesOf(source)!;
      const [left, right] = [sides.left, sides.right].map((side) => readGraph(side, formats)) as [RawGraph, RawGraph];
      const notes = sides.unused.length > 0 ? [`${source.dir}: not used: ${sides.unused.join(', ')}`] : [];
      const links = linksOfFolder(source, sides.links, notes);
      return pairOf(left, right, { name: basename(resolve(source.dir)), links, notes, language: options?.language });
    },
  };
}

/** Two graphs given each by itself. @throws {InputError} */
export function readTwo(left: Source, right: Source, formats: readonly GraphFormat[], options?: ReadOptions): FilePair {
  const [l, r] = [left, right].map((side) => readGraph(side, formats)) as [RawGraph, RawGraph];
  return pairOf(l, r, {
    name: [left, right].map((side) => basename(resolve(side.dir))).join(' - '),
    language: options?.language,
  });
}

/** What a graph's files lack to be of any format, a format each; nothing: they are of one. */
function lacking(source: Source, formats: readonly GraphFormat[]): string[] {
  const lacks = formats.map((format) => format.recognise(source));
  return lacks.some((own) => own.length === 0) ? [] : lacks.map((own) => own.join(', '));
}

function readGraph(source: Source, formats: readonly GraphFormat[]): RawGraph {
  const files = withArchives(source);
  return withPictureFolder(files, formatOf(files, formats).read(files));
}

function sidesOf(source: Source): Sides | undefined {
  const side = (names: readonly string[], s: 0 | 1) => names.filter((name) => sideOf(name) === s);
  const linked = source.names.filter((name) => sideOf(name) === undefined && saysLinks(name));
  const folders = [side(source.folders, 0), side(source.folders, 1)] as const;
  const rest = (used: readonly string[]) =>
    source.names.filter((name) => !used.includes(name) && !linked.includes(name));
  if (folders.every((own) => own.length === 1)) {
    const [left, right] = folders.map(([name]) => folderSource(join(source.dir, name!))) as [Source, Source];
    return { left, right, links: linked, unused: rest([]) };
  }
  const files = [side(source.names, 0), side(source.names, 1)] as const;
  if (files.some((own) => own.length === 0)) return undefined;
  const [left, right] = files.map((own, s) =>
    partOf(source, own, own.length === 1 ? source.path(own[0]!) : `${source.dir}, graph ${s + 1}`, folders[s]),
  ) as [Source, Source];
  return { left, right, links: linked, unused: rest(files.flat()) };
}

/** The folder's links, which are for evaluation: a file that cannot be read is said, and stops nothing. */
export function linksOfFolder(source: Source, names: readonly string[], notes: string[]): RawLinks | undefined {
  if (names.length > 1)
    throw new InputError(
      `several files may be the links: ${names.join(', ')}`,
      source.dir,
      'Leave one of them in the folder; give others by --links or --test',
    );
  if (names.length === 0) return undefined;
  return evaluationLinks(source.bytes(names[0]!), source.path(names[0]!), notes);
}
