import { pivotCsls, pivotOptions, pivotSeeds } from '../pivot.js';
import { defineSeedSource } from './registry.js';

defineSeedSource({
  name: 'pivot-csls',
  label: 'CSLS pivot',
  options: pivotOptions,
  make: (task, options, work) => pivotSeeds(task, { ...pivotCsls, ...options }, work),
});
