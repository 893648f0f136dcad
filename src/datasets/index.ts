export { type BuildEmojiOptions, buildEmoji, buildEmojiOptions } from './emoji/build.js';
