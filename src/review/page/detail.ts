import type { ReviewData, ReviewPair, ReviewRival, ReviewVote } from '../data.js';
import type { Decision } from './decisions.js';
import { make, percent, plain, signed } from './dom.js';
import { meter, picture, words } from './row.js';

/** What is told of one pair. */
export function detailOf(data: ReviewData, place: number, decision: Decision): HTMLElement[] {
  const pair = data.pairs[place]!;
  return [
    head(data, pair, decision),
    section('What makes them alike', mostOf(data, pair), waterfall(data, pair)),
    section('Who else', ...rivals(data, pair)),
    section('Their neighbours', ...neighbours(data, pair)),
  ];
}

const section = (title: string, ...children: (Node | string)[]) =>
  make('section', '', make('h2', '', title), ...children);

function head({ left, right, graphs }: ReviewData, pair: ReviewPair, decision: Decision): HTMLElement {
  const cards = [left[pair.left]!, right[pair.right]!].map((entity, side) =>
    make(
      'div',
      'card',
      picture(entity),
      make('strong', 'label', entity.label),
      make('code', 'id', entity.id),
      make('span', 'graph', graphs[side]!),
    ),
  );
  const facts = [words[decision], pair.stage, pair.mutual ? 'each other’s nearest' : 'not each other’s nearest'];
  const line = make('p', 'facts', 'confidence ', meter(pair.sure), ...facts.map((fact) => make('span', 'fact', fact)));
  return make('header', 'pair', make('div', 'cards', ...cards), line);
}

/** The sentence above the drawing. */
function mostOf({ shares }: ReviewData, { why }: ReviewPair): HTMLElement {
  const named = shares.map((name, s) => ({ name, value: why.shares[s]! })).sort((a, b) => b.value - a.value);
  const [best] = named;
  const gained = named.filter(({ value }) => value > 0).reduce((sum, { value }) => sum + value, 0);
  const text =
    best && best.value > 0
      ? `Most by ${best.name}, ${percent(best.value / gained)} of what speaks for them; what both have in common with many others is taken off.`
      : 'Nothing that is compared speaks for them.';
  return make('p', 'sentence', text);
}

/** Shares as steps that add up to the score. */
function waterfall({ shares }: ReviewData, { why }: ReviewPair): HTMLElement {
  const steps: { name: string; from: number; to: number; total?: boolean }[] = [];
  let sum = 0;
  shares.forEach((name, s) => {
    steps.push({ name, from: sum, to: sum + why.shares[s]! });
    sum += why.shares[s]!;
  });
  steps.push({ name: 'likeness', from: 0, to: why.score, total: true });
  const ends = steps.flatMap(({ from, to }) => [from, to]);
  const [low, high] = [Math.min(0, ...ends), Math.max(0.01, ...ends)];
  const at = (value: number) => (100 * (value - low)) / (high - low);
  const rows = steps.map(({ name, from, to, total }) => {
    const bar = make('span', total ? 'bar total' : to < from ? 'bar minus' : 'bar plus');
    bar.style.left = `${at(Math.min(from, to))}%`;
    const share = Math.abs(at(to) - at(from));
    bar.style.width = `${share > 0 ? Math.max(0.5, share) : 0}%`;
    const value = total ? plain(why.score) : signed(to - from);
    return make('li', '', make('span', 'name', name), make('span', 'track', bar), make('span', 'number', value));
  });
  return make('ol', 'waterfall', ...rows);
}

function rivals(data: ReviewData, pair: ReviewPair): HTMLElement[] {
  if (pair.why.rivals.length === 0) return [make('p', 'none', 'Nobody.')];
  return (['left', 'right'] as const).flatMap((end) => {
    const wanted = data[end][pair[end]]!.label;
    const found = pair.why.rivals.filter((rival) => rival.end === end);
    if (found.length === 0) return [];
    return [
      make('h3', '', `for ${wanted}`),
      make('ul', 'rivals', ...found.map((rival) => make('li', '', ...rivalOf(data, rival)))),
    ];
  });
}

/** Who it is, by how much it lost, and by what. */
function rivalOf(data: ReviewData, { end, entity, lead, shares, partner }: ReviewRival): HTMLElement[] {
  const [own, other] = end === 'left' ? [data.left, data.right] : [data.right, data.left];
  const rival = other[entity]!;
  const said = lead >= 0 ? `loses by ${plain(lead, 3)}` : `is liked better, by ${plain(-lead, 3)}`;
  const matched = partner === null ? 'matched with nobody' : `matched with ${own[partner]!.label}`;
  const terms = data.shares
    .map((name, s) => ({ name, value: shares[s]! }))
    .filter(({ value }) => Math.abs(value) >= 0.0005)
    .sort((a, b) => Math.abs(b.value) - Math.abs(a.value))
    .map(({ name, value }) => make('span', value < 0 ? 'term minus' : 'term plus', `${name} ${signed(value, 3)}`));
  return [
    picture(rival),
    make('div', 'text', make('strong', 'label', rival.label), ` ${said}; ${matched}`, make('div', 'terms', ...terms)),
  ];
}

function neighbours(data: ReviewData, { why, left, right }: ReviewPair): HTMLElement[] {
  const [yes, no, silent] = why.votes;
  const parts = [
    ['plus', yes, 'for'],
    ['minus', no, 'against'],
    ['silent', silent, 'without a match'],
  ] as const;
  const bar = make('span', 'votes');
  for (const [kind, share] of parts) {
    const part = make('span', kind);
    part.style.width = `${100 * share}%`;
    bar.append(part);
  }
  const text = parts.map(([, share, word]) => `${percent(share)} ${word}`).join(', ');
  const labels = { left: data.left[left]!.label, right: data.right[right]!.label };
  return [
    make('p', 'sentence', text),
    bar,
    ...votes(data, why.for, () => ''),
    ...votes(data, why.against, (of) => `only next to ${of === 'left' ? labels.left : labels.right}`),
  ];
}

function votes(data: ReviewData, list: readonly ReviewVote[], note: (of: ReviewVote[2]) => string): HTMLElement[] {
  if (list.length === 0) return [];
  const lines = list.map(([l, r, of, weight]) => {
    const [a, b] = [data.left[l]!, data.right[r]!];
    const pair = make('span', 'text', `${a.label} – ${b.label}`);
    const why = note(of);
    if (why) pair.append(make('span', 'note', why));
    return make(
      'li',
      of === 'both' ? 'plus' : 'minus',
      picture(a),
      picture(b),
      pair,
      make('span', 'number', percent(weight)),
    );
  });
  return [make('ul', 'neighbours', ...lines)];
}
