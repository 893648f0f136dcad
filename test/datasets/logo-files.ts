import type { Files } from '../support/put-files.js';

const bar = (x: number, fill = '') => `<path${fill && ` fill="${fill}"`} d="M${x} 2h4v18h-4z"/>`;
const circle = (r: number) => `<path d="M12 ${12 - r}a${r} ${r} 0 1 0 1 0z"/>`;

/** A drawing as simple-icons have it. */
const simple = (title: string, inner: string) =>
  `<svg role="img" viewBox="0 0 24 24" xmlns="http://www.w3.org/2000/svg"><title>${title}</title>${inner}</svg>`;

const drawings: Readonly<Record<string, string>> = {
  'Acme+': circle(9),
  'Bolt.js': bar(3) + bar(12),
  Cloudy: bar(10),
  Twice: circle(3),
  Zebra: circle(5),
};

/** Sources as the packages hold them, all of it invented. @param changed files in place of these */
export const inventedLogos = (changed: Files = {}): Files => ({
  '@iconify-json/logos/package.json': '{"version":"0.0.1"}',
  '@iconify-json/logos/icons.json': JSON.stringify({
    prefix: 'logos',
    width: 24,
    height: 24,
    icons: {
      'acme-plus': { body: `${circle(9)}${bar(40)}`, width: 120 },
      'acme-plus-icon': {
        body: `<defs><linearGradient id="logosAcmePlus0"><stop stop-color="#f30"/></linearGradient></defs><g fill="url(#logosAcmePlus0)">${circle(9)}</g>`,
      },
      boltjs: { body: bar(3, '#06c') + bar(12, '#fc0') },
      brook: { body: bar(2, '#0a0'), left: -1, top: -1 },
      cask: { body: circle(2), hidden: true },
      twice: { body: circle(3) },
      zebra: { body: circle(5) },
    },
  }),
  'simple-icons/package.json': '{"version":"0.0.2"}',
  'simple-icons/data/simple-icons.json': JSON.stringify(
    [...Object.keys(drawings), 'TWICE'].map((title) => ({
      title,
      slug: title === 'TWICE' ? 'twice2' : title.toLowerCase().replace('+', 'plus').replace('.', 'dot'),
      hex: 'FF3300',
      source: 'https://example.org',
    })),
  ),
  ...Object.fromEntries(
    Object.entries(drawings).map(([title, inner]) => [
      `simple-icons/icons/${title.toLowerCase().replace('+', 'plus').replace('.', 'dot')}.svg`,
      simple(title, inner),
    ]),
  ),
  'simple-icons/icons/twice2.svg': simple('TWICE', circle(4)),
  ...changed,
});
