import * as z from 'zod';
import { option } from '../../base/index.js';

/** Options that several studies have. */
export const pairAsked = (fallback: string) =>
  option(
    z.string(),
    fallback,
    '`emoji` (embedded), `dbp15k` (ZH-EN), or two emoji sides such as `fr:openmoji,it:fluent`',
  );

export const seedAsked = option(z.int().nonnegative(), 1, 'The number all randomness comes from');

export const seedsAsked = { k: option(z.int().positive(), 800, 'Number of seeds to pick'), seed: seedAsked };
