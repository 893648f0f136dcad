import type { EmojiEntity } from './catalog.js';
import { type IconSet, loadIcons, type Vendor } from './sources.js';

/** A vendor's picture of an emoji as SVG text; undefined where the vendor has none. */
export function pictures(entities: readonly EmojiEntity[], vendor: Vendor): (string | undefined)[] {
  const set = loadIcons(vendor);
  return entities.map((e) => (e.source ? svg(set, e.source.hexcode) : undefined));
}

function svg(set: IconSet, hexcode: string): string | undefined {
  const code = hexcode.toLowerCase();
  const name = set.chars[code] ?? set.chars[code.replaceAll('-fe0f', '')];
  if (!name) return undefined;
  const icon = set.icons[name] ?? set.icons[set.aliases?.[name]?.parent ?? ''];
  if (!icon) return undefined;
  const [w, h] = [icon.width ?? set.width ?? 16, icon.height ?? set.height ?? 16];
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="${icon.left ?? 0} ${icon.top ?? 0} ${w} ${h}" width="${w}" height="${h}">${icon.body}</svg>`;
}
