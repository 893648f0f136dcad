export { type BuildCountriesOptions, buildCountries, buildCountriesOptions } from './countries/build.js';
export { type BuildEmojiOptions, buildEmoji, buildEmojiOptions } from './emoji/build.js';
export { SHEET_COLUMNS, THUMBNAIL } from './emoji/thumbnails.js';
