import * as z from 'zod';
import { option, optionSet } from '../../base/index.js';
import type { FacetCounts } from '../../evaluate/index.js';
import { table } from '../table.js';
import { seedAsked } from './asked.js';
import { study } from './study.js';

export const tones = study({
  name: 'tones',
  about: 'Which skin tone is taken for which, by PSQE after stage 3 and by the pictures alone (figures/tones.png)',
  options: optionSet('study tones', {
    data: option(z.string(), 'emoji', '"emoji" (embedded) or a folder with an emoji pair'),
    seed: seedAsked,
  }),
  run: async ({ data, seed }, _again, work) => {
    const [{ openTask }, { psqe }, { crowdingOnTones, studyKey, toneCounts, writeTones }] = await Promise.all([
      import('../../features/index.js'),
      import('../../seeds/index.js'),
      import('../../study/index.js'),
    ]);
    const { task, truth } = openTask(data, { seed });
    const entries = ['study/tones.js#toneCounts', 'study/tones.js#crowdingOnTones', 'seeds/index.js#psqe'];
    const made = await studyKey({ task, truth, options: { seed, variants: null } }, ...entries);
    const { found, alike } = toneCounts(task, (await psqe(task, { seed, variants: null }, work)).seeds, truth!);
    if (data === 'emoji') {
      const crowding = {
        plain: await crowdingOnTones({ task, truth: truth! }, { csls: 0, seed }, work),
        csls: await crowdingOnTones({ task, truth: truth! }, { csls: 10, seed }, work),
      };
      writeTones({ seed, made, found, alike, crowding });
    }
    return [
      printed('pairs after stage 3', found),
      printed('the most alike picture of the true emoji’s five', alike),
      ...(data === 'emoji' ? await drawn(found, seed) : []),
    ].join('\n');
  },
});

async function drawn(found: FacetCounts, seed: number): Promise<string[]> {
  const { exportFigures, facetFigure, originOf } = await import('../../plots/index.js');
  const axes = { left: 'skin tone on the left (Twemoji)', right: 'skin tone of the partner (Noto)' };
  const figure = facetFigure(found, { title: 'Which tone is taken for which after stage 3', ...axes });
  const origin = originOf(`psqe study run tones --seed ${seed}`, figure);
  const { files, note } = await exportFigures(new Map([['tones', figure]]), 'figures', origin);
  return [...files, ...(note ? [note] : [])];
}

function printed(title: string, { values: names, counts }: FacetCounts): string {
  const rows = counts.map((row, i) => [names[i]!, ...row.map(String)]);
  const all = counts.flat().reduce((a, n) => a + n, 0);
  const right = counts.reduce((sum, row, i) => sum + row[i]!, 0);
  return `${title}: ${right} of ${all} with the right tone\n${table(['', ...names], rows)}\n`;
}
