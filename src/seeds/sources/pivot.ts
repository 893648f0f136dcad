import { pivotCsls, pivotOptions, pivotSeeds } from '../pivot.js';
import { defineSeedSource } from './registry.js';

export const pivotSource = defineSeedSource({
  name: 'pivot',
  label: 'image pivot',
  options: pivotOptions,
  make: pivotSeeds,
});

export const pivotCslsSource = defineSeedSource({
  name: 'pivot-csls',
  label: 'CSLS pivot',
  options: pivotOptions,
  make: (task, options, work) => pivotSeeds(task, { ...pivotCsls, ...options }, work),
});
