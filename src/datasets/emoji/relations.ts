import { type EmojiEntity, key } from './catalog.js';

/** A relation triple between entities named by their keys. */
export type KeyTriple = readonly [head: string, relation: string, tail: string];

/** A tag is rare when at most this many emoji of the language carry it. */
const RARE = 60;
/** An emoji proposes at most this many others with which it shares rare tags. */
const PROPOSALS = 6;

/** All relation triples of one side; what its language's tags say differs from side to side. */
export function relations(entities: readonly EmojiEntity[]): KeyTriple[] {
  return [...hierarchy(entities), ...tones(entities), ...parts(entities), ...sharedKeywords(entities)];
}

function hierarchy(entities: readonly EmojiEntity[]): KeyTriple[] {
  const emojis = entities.filter((e) => e.kind === 'emoji');
  const groupOf = new Map(emojis.map((e) => [e.subgroup, e.group]));
  return [
    ...emojis.map((e): KeyTriple => [e.key, 'inSubgroup', key('subgroup', e.subgroup)]),
    ...[...groupOf].map(
      ([subgroup, group]): KeyTriple => [key('subgroup', subgroup), 'subgroupOf', key('group', group)],
    ),
  ];
}

/** A toned form's only edge; WHICH tone shows only in the picture. */
function tones(entities: readonly EmojiEntity[]): KeyTriple[] {
  return entities.filter((e) => e.kind === 'toned').map((e): KeyTriple => [e.key, 'toneVariantOf', e.base!]);
}

/** A joined sequence (code points glued by U+200D) is composed of the emoji it joins; the relation names the part's subgroup. */
function parts(entities: readonly EmojiEntity[]): KeyTriple[] {
  const plain = (code: string) => code.replaceAll('-FE0F', '');
  const emojis = entities.filter((e) => e.kind === 'emoji');
  const byCode = new Map(emojis.map((e) => [plain(e.key), e]));
  return emojis.flatMap((e) => {
    const codes = new Set(plain(e.key).split('-200D-'));
    if (codes.size < 2) return [];
    return [...codes].flatMap((code): KeyTriple[] => {
      const part = byCode.get(code);
      return part ? [[e.key, `composedOf:${part.subgroup}`, part.key]] : [];
    });
  });
}

/** Two emoji that share at least two rare tags of this language; each proposes the six with the rarest tags in common. */
function sharedKeywords(entities: readonly EmojiEntity[]): KeyTriple[] {
  const emojis = entities.filter((e) => e.kind === 'emoji');
  const proposals = new Set<string>();
  const scored = scorePairs(emojis);
  for (const [i, partners] of scored.entries()) {
    partners.sort((a, b) => b.score - a.score || a.other - b.other);
    for (const { other } of partners.slice(0, PROPOSALS)) proposals.add(`${Math.min(i, other)} ${Math.max(i, other)}`);
  }
  return [...proposals]
    .map((p) => p.split(' ').map(Number) as [number, number])
    .sort((a, b) => a[0] - b[0] || a[1] - b[1])
    .map(([i, j]): KeyTriple => [emojis[i]!.key, `sharesKeywords:${nearness(emojis[i]!, emojis[j]!)}`, emojis[j]!.key]);
}

function nearness(a: EmojiEntity, b: EmojiEntity): string {
  if (a.subgroup === b.subgroup) return 'sameSubgroup';
  return a.group === b.group ? 'sameGroup' : 'otherGroup';
}

/** For each emoji its partners with at least two rare tags in common, scored by the tags' inverse document frequency. */
function scorePairs(emojis: readonly EmojiEntity[]): { other: number; score: number }[][] {
  const carriers = new Map<string, number[]>();
  emojis.forEach((e, i) => {
    for (const tag of new Set(e.source!.tags)) carriers.set(tag, [...(carriers.get(tag) ?? []), i]);
  });
  const shared = emojis.map(() => new Map<number, { count: number; score: number }>());
  for (const list of carriers.values()) {
    if (list.length > RARE) continue;
    const weight = Math.log(emojis.length / list.length);
    for (const i of list)
      for (const j of list) {
        if (i === j) continue;
        const known = shared[i]!.get(j) ?? { count: 0, score: 0 };
        shared[i]!.set(j, { count: known.count + 1, score: known.score + weight });
      }
  }
  return shared.map((m) => [...m].filter(([, s]) => s.count >= 2).map(([other, s]) => ({ other, score: s.score })));
}
