export { type BuildCharactersOptions, buildCharacters, buildCharactersOptions } from './characters/build.js';
export { type BuildCountriesOptions, buildCountries, buildCountriesOptions } from './countries/build.js';
export { buildEmoji } from './emoji/build.js';
export { type BuildEmojiOptions, buildEmojiOptions } from './emoji/options.js';
export { SHEET_COLUMNS, THUMBNAIL } from './emoji/thumbnails.js';
export { type BuildLogosOptions, buildLogos, buildLogosOptions } from './logos/build.js';
