import { defineSeedSource, type PsqeOptions, psqeOptions } from '../../seeds/index.js';
import { refined } from './refined.js';
import { givenSeeds } from './true-seeds.js';

defineSeedSource({
  name: 'truth-refined',
  label: "known true links through PSQE's later stages",
  options: psqeOptions,
  make: (task, { links, ...changes }: PsqeOptions, work) => refined(task, givenSeeds(links), changes, work),
});
