import { createRequire } from 'node:module';
import { InputError, unknownOption } from '../../base/index.js';

const require = createRequire(import.meta.url);

/** Picture vendors by short name: the npm package that carries their SVGs, and the licence that goes with the pictures. */
export const vendors = {
  twemoji: { package: '@iconify-json/twemoji', title: 'Twemoji', licence: 'CC-BY-4.0' },
  noto: { package: '@iconify-json/noto', title: 'Noto Emoji', licence: 'Apache-2.0' },
  openmoji: { package: '@iconify-json/openmoji', title: 'OpenMoji', licence: 'CC-BY-SA-4.0' },
  fluent: { package: '@iconify-json/fluent-emoji-flat', title: 'Fluent Emoji', licence: 'MIT' },
} as const;

export type Vendor = keyof typeof vendors;

/** One side of an emoji pair: whose words and whose pictures. */
export interface Side {
  readonly locale: string;
  readonly vendor: Vendor;
}

/** One emoji as emojibase lists it. */
export interface EmojibaseEmoji {
  readonly hexcode: string;
  readonly label: string;
  readonly tags?: readonly string[];
  readonly order: number;
  readonly group?: number;
  readonly subgroup?: number;
  readonly version: number;
  readonly type: number;
  readonly gender?: number;
  readonly emoticon?: string | readonly string[];
  readonly skins?: readonly EmojibaseEmoji[];
}

/** Names of groups and subgroups in one language. */
export interface Messages {
  readonly groups: readonly { readonly message: string; readonly order: number }[];
  readonly subgroups: readonly { readonly message: string; readonly order: number }[];
}

/** An iconify icon set with its table from code points to icon names. */
export interface IconSet {
  readonly icons: Record<string, Icon>;
  readonly aliases?: Record<string, { readonly parent: string }>;
  readonly width?: number;
  readonly height?: number;
  readonly chars: Record<string, string>;
}

export interface Icon {
  readonly body: string;
  readonly left?: number;
  readonly top?: number;
  readonly width?: number;
  readonly height?: number;
}

/** Reads `LOCALE:VENDOR`, e.g. `de:noto`. */
export function parseSide(text: string): Side {
  const [locale, vendor, ...rest] = text.split(':');
  if (!locale || !vendor || rest.length)
    throw new InputError(`"${text}" is not LOCALE:VENDOR`, 'emoji side', 'Write for example en:twemoji');
  if (!(vendor in vendors)) throw unknownOption('emoji side', vendor, Object.keys(vendors), 'vendor');
  return { locale, vendor: vendor as Vendor };
}

/** Where a side's words and pictures come from, with versions and licences, for the record. */
export function sourceOf(side: Side): Record<string, string> {
  const { package: name, title, licence } = vendors[side.vendor];
  const version = (of: string) => load<{ version: string }>(of, 'package.json').version;
  return {
    words: `emojibase-data ${version('emojibase-data')} (MIT), ${side.locale}`,
    pictures: `${title} (${licence}), from ${name} ${version(name)}`,
  };
}

/** The emoji of one language, in emojibase's order, and its names of groups. */
export function loadWords(locale: string): { emojis: EmojibaseEmoji[]; messages: Messages } {
  if (!/^[a-z-]+$/.test(locale)) throw new InputError(`"${locale}" is no locale`, 'emoji side', 'Write for example en');
  const emojis = load<EmojibaseEmoji[]>('emojibase-data', `${locale}/data.json`);
  const messages = load<Messages>('emojibase-data', `${locale}/messages.json`);
  // Regional indicators have no group: they are letters, not emoji.
  return { emojis: emojis.filter((e) => e.group !== undefined).sort((a, b) => a.order - b.order), messages };
}

/** A vendor's pictures. */
export function loadIcons(vendor: Vendor): IconSet {
  const name = vendors[vendor].package;
  return { ...load<Omit<IconSet, 'chars'>>(name, 'icons.json'), chars: load<IconSet['chars']>(name, 'chars.json') };
}

function load<T>(name: string, file: string): T {
  try {
    return require(`${name}/${file}`) as T;
  } catch (cause) {
    throw new InputError(
      `cannot load ${file}`,
      name,
      `Check the locale, and install the source with: npm install ${name}`,
      { cause },
    );
  }
}
