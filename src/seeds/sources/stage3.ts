import { psqe, psqeOptions } from '../psqe.js';
import { defineSeedSource, onlySeeds } from './registry.js';

defineSeedSource({
  name: 'stage3',
  label: "PSQE's stages 1 to 3",
  options: psqeOptions,
  make: async (task, options, work) => onlySeeds(await psqe(task, { ...options, variants: null }, work)),
});
