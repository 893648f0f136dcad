import { type Ablation, type AblationGroup, gainAblations } from './ablations.js';

const ingredients: readonly AblationGroup[] = ['stage 1', 'stage 2', 'stage 3', 'loss'];

/** Those that are PSQE's three stages with one ingredient changed. */
export const gainIngredients: readonly Ablation[] = gainAblations.filter(({ group }) => ingredients.includes(group));

/** Lists of ablations by name: `main`; `ingredients`, after the three stages themselves; and each group. */
export const ablationLists: Readonly<Record<string, readonly Ablation[]>> = {
  main: gainAblations.filter(({ main }) => main),
  ingredients: [...gainAblations.filter(({ name }) => name === 'no-variants'), ...gainIngredients],
  ...Object.fromEntries(
    [...new Set(gainAblations.map(({ group }) => group))].map((group) => [
      group,
      gainAblations.filter((each) => each.group === group),
    ]),
  ),
};
