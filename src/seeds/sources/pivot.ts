import { pivotOptions, pivotSeeds } from '../pivot.js';
import { defineSeedSource } from './registry.js';

defineSeedSource({
  name: 'pivot',
  label: 'image pivot',
  options: pivotOptions,
  make: pivotSeeds,
});
