import { optionSet } from '../../base/index.js';
import { table } from '../table.js';
import { pairAsked } from './asked.js';
import { study } from './study.js';

export const choices = study({
  name: 'choices',
  about: 'How choices made without labels (number of clusters, block weights) track the truth',
  options: optionSet('study choices', { pair: pairAsked('emoji') }),
  run: async ({ pair: name }, _again, work) => {
    const [{ choiceStudy, openPair }, { learnWeights }] = await Promise.all([
      import('../../study/index.js'),
      import('../../seeds/index.js'),
    ]);
    const pair = await openPair(name);
    const rows = await choiceStudy(pair, {}, work);
    const learned = Object.entries(learnWeights(pair.task)).map(([of, weight]) => `${of} ${weight.toFixed(2)}`);
    const cells = rows.map((r) => [
      r.clusters,
      r.seeds,
      ...[r.confirmed, r.precision, r.kl].map((share) => share.toFixed(3)),
    ]);
    const head = ['clusters', 'seeds', 'confirmed', 'precision', 'KL'];
    return `${name}\n${table(head, cells)}\nlearned weights: ${learned.join(', ')}`;
  },
});
