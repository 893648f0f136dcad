export { type BuildEmojiOptions, buildEmoji, buildEmojiOptions } from './emoji/build.js';
export { SHEET_COLUMNS, THUMBNAIL } from './emoji/thumbnails.js';
