/**
 * Parts of graphs and tasks, features, regions, and planted tasks of which everything is known.
 * @module psqe/data
 */
export { type BuildEmojiOptions, buildEmojiOptions } from '../datasets/index.js';
export {
  type AttributeBagsOptions,
  addModality,
  attributeBags,
  attributeBagsOptions,
  type DensityOptions,
  type DerivedModality,
  densityOptions,
  entityRegions,
  type FuseOptions,
  featureDensity,
  fuse,
  fuseOptions,
  type HashedNgramsOptions,
  hashedNgrams,
  hashedNgramsOptions,
  IMAGE_DESCRIPTOR,
  type OpenTaskOptions,
  openTaskOptions,
  type PropagateOptions,
  propagate,
  propagateOptions,
  type RegionOptions,
  type RelationCountsOptions,
  regionOptions,
  relationAdjacency,
  relationCounts,
  relationCountsOptions,
  whiten,
} from '../features/index.js';
export {
  checkSeeds,
  degreeQuartiles,
  type FeatureTable,
  type GraphParts,
  hopsFrom,
  jointAdjacency,
  type Modality,
  type Regions,
  regionSizes,
  type TaskParts,
  type Triples,
} from '../graph/index.js';
export { type Fold, packFolder, readFold } from '../read/index.js';
export {
  type PerRegion,
  type PlantedSeedOptions,
  type PlantedSeeds,
  plantedSeedOptions,
  plantedSeeds,
  type SyntheticOptions,
  type SyntheticTask,
  syntheticOptions,
  syntheticTask,
} from '../synthetic/index.js';
