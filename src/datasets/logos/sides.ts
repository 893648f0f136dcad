import type { BuiltSide } from '../written-pair.js';
import { byPlainName } from './names.js';
import { brandIcon, brands, type Logo, type LogoFolders, type LogoSet, logoSet } from './sources.js';

/** Which names take part. */
export type Within = (plain: string) => boolean;

/**
 * `@iconify-json/logos`, in the brands' own colours, a brand an entity: of its drawings, with the name written out (`algolia`)
 * and without (`algolia-icon`), that which is nearer to a square. Keys are plain names.
 */
export function logoSide(folders: LogoFolders, within: Within): BuiltSide {
  const set = logoSet(folders);
  const shown = Object.entries(set.icons).filter(([, { hidden }]) => !hidden);
  const named = byPlainName(shown, ([name]) => name.replace(/-icon$/, ''), within);
  const entities = [...named].map(([key, drawings]) => {
    const [best] = drawings.map(([, logo]) => logo).sort((a, b) => oblong(set, a) - oblong(set, b));
    return { ...nameless, key, picture: drawn(set, best!) };
  });
  return { entities, triples: [] };
}

/**
 * `simple-icons`, black on nothing. Keys are plain names; where two brands have one, it does not tell which is meant, and
 * both are left out.
 */
export function brandSide(folders: LogoFolders, within: Within): BuiltSide {
  const named = byPlainName(brands(folders), ({ title }) => title, within);
  const entities = [...named]
    .filter(([, { length }]) => length === 1)
    .map(([key, [brand]]) => ({ ...nameless, key, picture: untitled(brandIcon(folders, brand!)) }));
  return { entities, triples: [] };
}

/** Names are the truth here, and so nothing that anybody is told. */
const nameless = { label: '', attributes: {} };

const boxOf = (set: LogoSet, { left = 0, top = 0, width, height }: Logo) => ({
  left,
  top,
  width: width ?? set.width ?? 16,
  height: height ?? set.height ?? 16,
});

/** 0 for a square, more the longer one side is. */
function oblong(set: LogoSet, logo: Logo): number {
  const { width, height } = boxOf(set, logo);
  return Math.abs(Math.log(width / height));
}

function drawn(set: LogoSet, logo: Logo): string {
  const { left, top, width, height } = boxOf(set, logo);
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="${left} ${top} ${width} ${height}" width="${width}" height="${height}">${numbered(logo.body)}</svg>\n`;
}

/** Ids within a drawing name it (`logosEpsagon0`): numbers instead. */
function numbered(body: string): string {
  const ids = new Map([...body.matchAll(/\bid="([^"]*)"/g)].map(([, id], i) => [id!, `i${i}`]));
  return body.replace(/(\bid="|url\(#|href="#)([^")]*)/g, (all, before, id) =>
    ids.has(id) ? before + ids.get(id) : all,
  );
}

/** simple-icons write the brand's name into each drawing. */
const untitled = (svg: string): string => `${svg.replace(/<title>[^<]*<\/title>/g, '').trim()}\n`;
