import type { ReviewData } from '../data.js';
import { type Decision, Decisions } from './decisions.js';
import { detailOf } from './detail.js';
import { byId, make } from './dom.js';
import { filters } from './filters.js';
import { download, linksText } from './links-file.js';
import { VirtualList } from './list.js';
import { rowOf, words } from './row.js';
import { viewer } from './view.js';

const data = JSON.parse(byId('data', HTMLScriptElement).text) as ReviewData;
const decisions = new Decisions(data);
const placesOf = viewer(data, (place) => decisions.of(place));
const box = byId('list', HTMLElement);

/** The listed pairs, and which of them is chosen. */
let places: readonly number[] = [];
let at = 0;

const list = new VirtualList(box, (place, index) =>
  rowOf(data, place, { decision: decisions.of(place), chosen: index === at, at: index, of: places.length }),
);
const controls = filters(() => {
  places = placesOf(controls.view());
  list.show(places);
  choose(0);
});

function choose(index: number): void {
  at = Math.max(0, Math.min(index, places.length - 1));
  list.refresh();
  list.reveal(at);
  const place = places[at];
  const detail = byId('detail', HTMLElement);
  if (place === undefined) detail.replaceChildren(make('p', 'none', 'No pair fits the filter.'));
  else detail.replaceChildren(...detailOf(data, place, decisions.of(place)));
  detail.scrollTop = 0;
  if (place === undefined) box.removeAttribute('aria-activedescendant');
  else box.setAttribute('aria-activedescendant', `pair-${place}`);
  showCounts();
}

function showCounts(): void {
  const { same, different, open } = decisions.counts(data.pairs);
  const count = (n: number) => n.toLocaleString('en');
  const text = `${count(places.length)} of ${count(data.pairs.length)} pairs listed: ${count(same)} accepted, ${count(different)} rejected, ${count(open)} open in all`;
  byId('counts', HTMLElement).textContent = text;
  byId('unkept', HTMLElement).hidden = decisions.kept;
}

const say = (text: string) => {
  byId('said', HTMLElement).textContent = text;
};

/** "Left – Right" of a place. */
function nameOf(place: number): string {
  const { left, right } = data.pairs[place]!;
  return `${data.left[left]!.label} – ${data.right[right]!.label}`;
}

/** Decides the chosen pair, and goes on to the next one. */
function decide(decision: Decision): void {
  const place = places[at];
  if (place === undefined) return;
  const opened = decisions.decide(place, decision);
  const more = opened > 0 ? `; ${opened} other accepted pair${opened > 1 ? 's' : ''} of an end opened again` : '';
  say(`${nameOf(place)}: ${words[decision]}${more}`);
  places = placesOf(controls.view());
  const index = places.indexOf(place);
  list.show(places);
  // A pair that the filter no longer lists has made room for the next one.
  choose(index < 0 ? at : decision === 'open' ? index : index + 1);
}

function undo(): void {
  const place = decisions.undo();
  if (place === undefined) {
    say('Nothing to undo');
    return;
  }
  say(`${nameOf(place)}: ${words[decisions.of(place)]} again`);
  places = placesOf(controls.view());
  list.show(places);
  choose(Math.max(0, places.indexOf(place)));
}

function nextOpen(): void {
  const later = [...places.keys()].slice(at + 1).find((index) => decisions.of(places[index]!) === 'open');
  const found = later ?? places.findIndex((place) => decisions.of(place) === 'open');
  if (found < 0) say('No open pair is listed');
  else choose(found);
}

function save(): void {
  const rows = decisions.rows();
  download(linksText(rows), 'decisions.tsv');
  say(`${rows.length} decisions saved as decisions.tsv`);
}

const actions: Record<string, () => void> = {
  accept: () => decide('same'),
  reject: () => decide('different'),
  clear: () => decide('open'),
  undo,
  previous: () => choose(at - 1),
  next: () => choose(at + 1),
  'next-open': nextOpen,
  save,
};
const keys: Record<string, () => void> = {
  ...{ a: actions.accept!, r: actions.reject!, c: actions.clear!, u: actions.undo!, s: actions.save! },
  ...{ j: actions.next!, k: actions.previous!, n: actions['next-open']! },
  ...{ ArrowDown: actions.next!, ArrowUp: actions.previous! },
  ...{ PageDown: () => choose(at + list.page), PageUp: () => choose(at - list.page) },
  ...{ Home: () => choose(0), End: () => choose(places.length - 1), '/': () => controls.focus() },
};

for (const [id, act] of Object.entries(actions)) byId(id, HTMLButtonElement).addEventListener('click', act);
box.addEventListener('click', ({ target }) => {
  const row = target instanceof Element ? target.closest<HTMLElement>('.row') : null;
  if (row) choose(places.indexOf(Number(row.dataset.place)));
});
document.addEventListener('keydown', (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  const typing = event.target instanceof HTMLElement && event.target.closest('input, select, textarea') !== null;
  if (typing) {
    if (event.key === 'Escape' || event.key === 'Enter') box.focus();
    return;
  }
  const act = keys[event.key];
  if (!act) return;
  event.preventDefault();
  act();
});

// A page without any picture has no empty places for them.
const pictured = [...data.left, ...data.right].some((entity) => entity.picture !== undefined);
document.body.classList.toggle('bare', !pictured);
document.title = data.title;
byId('title', HTMLElement).textContent = data.title;
byId('filter-box', HTMLDetailsElement).open = window.matchMedia('(min-width: 700px)').matches;
places = placesOf(controls.view());
list.show(places);
choose(0);
box.focus();
