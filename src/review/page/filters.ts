import { byId } from './dom.js';
import type { View } from './view.js';

/** The controls above the list, as a view. @param changed is called after every change */
export function filters(changed: () => void): { view(): View; focus(): void } {
  const form = byId('filters', HTMLFormElement);
  const field = (id: string) => byId(id, HTMLInputElement);
  const choice = (id: string) => byId(id, HTMLSelectElement).value;
  const bound = (id: string, otherwise: number) => {
    const { value, valueAsNumber } = field(id);
    return value.trim() === '' || Number.isNaN(valueAsNumber) ? otherwise : valueAsNumber;
  };
  form.addEventListener('input', changed);
  form.addEventListener('submit', (event) => event.preventDefault());
  // The form has its values back first.
  form.addEventListener('reset', () => setTimeout(changed));
  return {
    view: () => ({
      text: field('text').value,
      least: bound('least', 0),
      // What is shown as 0.50 may be 0.504.
      most: bound('most', 1) + 0.0049,
      stage: choice('stage') as View['stage'],
      decision: choice('decision') as View['decision'],
      order: choice('order') as View['order'],
    }),
    focus: () => field('text').focus(),
  };
}
