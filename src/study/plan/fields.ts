import * as z from 'zod';
import { count, option } from '../../base/index.js';

/** What `planAlignment` is asked; apart, so that the command line loads nothing more for its words. */
export const planFields = {
  fast: option(z.boolean(), false, 'What aligning with `fast` takes'),
  runs: option(count(), 1, 'Runs of a study'),
  workers: option(count(), 1, 'Processes that share the runs, and the cores among them'),
};
