// One file a source, in the order of the lists and colours: a new one goes to the end.
import './psqe.js';
import './stage1.js';
import './stage2.js';
import './reference.js';
import './pivot.js';
import './pivot-csls.js';
import './stage3.js';
import './seu.js';
import './lightea.js';

export { makeSeeds, type SharedOptions, sharedOptions } from './make.js';
export {
  defineSeedSource,
  type MadeSeeds,
  type SeedSource,
  seedSource,
  seedSourceNames,
  seedSources,
  takes,
} from './registry.js';
