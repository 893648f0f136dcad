import type { ReviewData, ReviewEntity } from '../data.js';
import type { Decision } from './decisions.js';
import { make } from './dom.js';

export const words: Record<Decision, string> = { same: 'accepted', different: 'rejected', open: 'open' };
const marks: Record<Decision, string> = { same: '✓', different: '✕', open: '' };

/** An entity's picture; an empty place where it has none. */
export function picture({ picture }: ReviewEntity): HTMLElement {
  if (picture === undefined) return make('span', 'picture none');
  const image = make('img', 'picture');
  image.src = picture;
  // The label stands beside it.
  image.alt = '';
  image.decoding = 'async';
  return image;
}

/** How sure a pair is, as a number and a bar. */
export function meter(value: number): HTMLElement {
  const bar = make('span', 'fill');
  bar.style.width = `${100 * value}%`;
  return make('span', 'sure', make('span', 'number', value.toFixed(2)), make('span', 'meter', bar));
}

/** One line of the list. */
export function rowOf(
  { left, right, pairs }: ReviewData,
  place: number,
  { decision, chosen, at, of }: { decision: Decision; chosen: boolean; at: number; of: number },
): HTMLElement {
  const pair = pairs[place]!;
  const ends = [left[pair.left]!, right[pair.right]!].map((entity) =>
    make('span', 'end', picture(entity), make('span', 'label', entity.label)),
  );
  const mark = make('span', 'mark', marks[decision]);
  mark.title = words[decision];
  mark.setAttribute('aria-label', words[decision]);
  const row = make('div', `row ${decision}`, mark, make('span', 'ends', ...ends), meter(pair.sure));
  row.append(make('span', 'stage', pair.stage));
  row.id = `pair-${place}`;
  row.dataset.place = String(place);
  row.setAttribute('role', 'option');
  row.setAttribute('aria-selected', String(chosen));
  row.setAttribute('aria-posinset', String(at + 1));
  row.setAttribute('aria-setsize', String(of));
  return row;
}
