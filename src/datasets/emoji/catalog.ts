import { type EmojibaseEmoji, loadWords } from './sources.js';

/** What an entity of the emoji graph is. */
export type EmojiKind = 'emoji' | 'toned' | 'subgroup' | 'group';

/** One entity of one side. `key` is the same on both sides and is the truth: it never reaches a feature. */
export interface EmojiEntity {
  readonly key: string;
  readonly kind: EmojiKind;
  readonly label: string;
  /** emojibase's group number, -1 for groups and subgroups themselves. */
  readonly group: number;
  readonly subgroup: number;
  /** The key of the untoned form, for a toned one. */
  readonly base?: string;
  /** The skin tones of a toned form, e.g. `medium-light`, `light+dark`. */
  readonly tone?: string;
  readonly source?: EmojibaseEmoji;
}

/** All entities of one language: emoji and toned forms in emojibase's order, then subgroups, then groups. */
export function catalog(locale: string): EmojiEntity[] {
  const { emojis, messages } = loadWords(locale);
  const entities = emojis.flatMap((e) => [
    entity(e, 'emoji'),
    ...(e.skins ?? []).map((s) => entity(s, 'toned', e.hexcode)),
  ]);
  const named = (of: 'group' | 'subgroup', list: readonly { message: string; order: number }[]) => {
    const present = new Set(entities.filter((e) => e.kind === 'emoji').map((e) => e[of]));
    // emojibase 17 lists subgroup 46 twice (a renamed one): the later name is the one in use.
    const last = [...new Map(list.map((m) => [m.order, m])).values()];
    return last
      .filter((m) => present.has(m.order))
      .map((m): EmojiEntity => ({ key: key(of, m.order), kind: of, label: m.message, group: -1, subgroup: -1 }));
  };
  return [...entities, ...named('subgroup', messages.subgroups), ...named('group', messages.groups)];
}

/** The key of a group's or subgroup's entity. */
export function key(of: 'group' | 'subgroup', order: number): string {
  return `${of}:${order}`;
}

function entity(source: EmojibaseEmoji, kind: EmojiKind, base?: string): EmojiEntity {
  return {
    key: source.hexcode,
    kind,
    label: source.label,
    group: source.group!,
    subgroup: source.subgroup!,
    ...(base ? { base, tone: toneOf(source.hexcode) } : {}),
    source,
  };
}

/** Unicode's five skin tone modifiers (Fitzpatrick types), lightest first. */
const tones: Readonly<Record<string, string>> = {
  '1F3FB': 'light',
  '1F3FC': 'medium-light',
  '1F3FD': 'medium',
  '1F3FE': 'medium-dark',
  '1F3FF': 'dark',
};

/** The tones among the code points; a couple may have two. */
function toneOf(hexcode: string): string {
  return hexcode
    .split('-')
    .flatMap((code) => tones[code] ?? [])
    .join('+');
}
