export { type BuildEmojiOptions, buildEmoji, buildEmojiOptions } from './emoji/build.js';
export { labelledThumbnails, SHEET_COLUMNS, THUMBNAIL, thumbnailSheet } from './emoji/thumbnails.js';
