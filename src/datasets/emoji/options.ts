import * as z from 'zod';
import { type Options, option, optionSet } from '../../base/index.js';

export const buildEmojiOptions = optionSet('buildEmoji', {
  left: option(z.string(), 'en:twemoji', 'The left side, LOCALE:VENDOR'),
  right: option(z.string(), 'de:noto', 'The right side, LOCALE:VENDOR'),
  seed: option(z.int(), 1, 'Draws the order of the ids, so that no id tells what it stands for'),
  thumbnails: option(z.boolean(), false, 'Also write a sheet of thumbnails a side'),
});

export interface BuildEmojiOptions extends Options<typeof buildEmojiOptions> {}
