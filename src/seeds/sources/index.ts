// One file a source, in the order of the lists and colours: a new one goes to the end.
import './psqe.js';
import './stage1.js';
import './stage2.js';
import './reference.js';
import './pivot.js';
import './pivot-csls.js';

export {
  defineSeedSource,
  type MadeSeeds,
  makeSeeds,
  type SeedSource,
  type SharedOptions,
  seedSource,
  seedSourceNames,
  seedSources,
  sharedOptions,
  takes,
} from './registry.js';
