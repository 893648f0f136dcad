import { optionSet } from '../../base/index.js';
import type { Choices } from '../../study/index.js';
import { table } from '../table.js';
import { pairAsked } from './asked.js';
import { study } from './study.js';

export const choices = study({
  name: 'choices',
  about: 'How choices made without labels (number of clusters, block weights) track the truth',
  options: optionSet('study choices', { pair: pairAsked('emoji') }),
  run: async ({ pair: name }, _again, work) => {
    const { choiceStudy, openPair, studyKey, writeChoices } = await import('../../study/index.js');
    const pair = await openPair(name);
    const made = await studyKey({ ...pair, options: {} }, 'study/choices.js#choiceStudy');
    const found = await choiceStudy(pair, {}, work);
    writeChoices(name, { made, ...found });
    return printed(name, found);
  },
});

function printed(name: string, { rows, learned, auto }: Choices): string {
  const cells = rows.map((r) => [
    r.clusters,
    r.seeds,
    ...[r.confirmed, r.precision, r.kl].map((share) => share.toFixed(3)),
  ]);
  const head = ['clusters', 'seeds', 'confirmed', 'precision', 'KL'];
  const weights = Object.entries(learned).map(([of, weight]) => `${of} ${weight.toFixed(2)}`);
  return `${name}\n${table(head, cells)}\nlearned weights: ${weights.join(', ')}\nauto: ${auto.join(', ')}`;
}
