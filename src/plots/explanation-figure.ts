import { OptionError } from '../base/index.js';
import type { PairExplanation, ScoreShare } from '../match/index.js';
import type { Figure, Trace } from './figure.js';
import { axis, margin, palette, plainText, styled } from './style.js';

export interface ExplanationFigureOptions {
  /** What the pair is called, e.g. `sun – Sonne`. */
  readonly pair: string;
  /** Draws the lead over the rival of this place among the explanation's instead, and what that is called. */
  readonly rival?: { readonly at: number; readonly name: string };
}

/**
 * A pair's score, or its lead over a rival, as a waterfall: what each modality adds and what the corrections take off, a step
 * each, from 0 to the whole.
 * @throws {OptionError} for a rival that the explanation does not have
 */
export function explanationFigure(explanation: PairExplanation, { pair, rival }: ExplanationFigureOptions): Figure {
  const lost = rival && explanation.rivals[rival.at];
  if (rival && !lost)
    throw new OptionError(
      `there is no rival ${rival.at} among ${explanation.rivals.length}`,
      'explanationFigure',
      'Count from 0, or ask explainPair for more rivals',
    );
  if (!lost || !rival) return waterfall(pairTitle(plainText(pair), explanation), explanation, 'score');
  const title = rivalTitle(plainText(pair), plainText(rival.name), lost);
  return waterfall(title, { shares: lost.shares, score: lost.lead }, 'lead');
}

const most = (shares: readonly ScoreShare[], sign: 1 | -1) =>
  shares.reduce((best, share) => (sign * share.value > sign * best.value ? share : best)).name;

const pairTitle = (pair: string, { shares }: PairExplanation) => `${pair}: most alike by ${most(shares, 1)}`;

const rivalTitle = (pair: string, rival: string, { lead, shares }: PairExplanation['rivals'][number]) =>
  lead >= 0
    ? `${pair} leads ${rival}, most by ${most(shares, 1)}`
    : `${pair} is behind ${rival}, most by ${most(shares, -1)}`;

/** Height of a step, and of a line of the title, in pixels. */
const stepHeight = 34;
const lineHeight = 22;
/** Characters of the title that a figure has room for. */
const lineWidth = 58;

/** Words in lines of at most so many characters, a longer word alone. */
function linesOf(text: string): string[] {
  const lines: string[] = [];
  for (const word of text.split(' ')) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + word.length < lineWidth) lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  return lines;
}

/** All steps, with room for the numbers beside them: to the right of those that go up, to the left of the others. */
function rangeOf(steps: readonly ScoreShare[]): [number, number] {
  const ends: number[] = [];
  for (const { value } of steps.slice(0, -1)) ends.push((ends.at(-1) ?? 0) + value);
  const [low, high] = [Math.min(0, ...ends), Math.max(0, ...ends)];
  const room = 0.12 * (high - low || 1);
  const crossed = steps.some(({ value }, i) => value < 0 && (ends[i] ?? value) - low < room);
  return [crossed ? low - room : low, high + room];
}

function waterfall(
  title: string,
  { shares, score }: { readonly shares: readonly ScoreShare[]; readonly score: number },
  whole: string,
): Figure {
  const steps = [...shares, { name: whole, value: score }];
  const trace: Trace = {
    type: 'waterfall',
    orientation: 'h',
    measure: steps.map((_, i) => (i < shares.length ? 'relative' : 'total')),
    y: steps.map(({ name }) => plainText(name)),
    x: steps.map(({ value }) => value),
    text: steps.map(({ value }, i) => (i < shares.length && value > 0 ? '+' : '') + value.toFixed(2)),
    textposition: 'outside',
    cliponaxis: false,
    hovertemplate: '%{y}: %{text}<extra></extra>',
    increasing: { marker: { color: palette[0] } },
    decreasing: { marker: { color: palette[5] } },
    totals: { marker: { color: '#555555' } },
    connector: { line: { color: '#999999', width: 1 } },
  };
  const lines = linesOf(title);
  const more = lineHeight * (lines.length - 1);
  const { data, layout } = styled(lines.join('<br>'), [trace], {
    height: margin.t + margin.b + stepHeight * Math.max(4, steps.length) + more,
    margin: { ...margin, l: 130, t: 56 + more },
    xaxis: axis(whole === 'score' ? 'score (CSLS), step by step' : "score (CSLS) less the rival's, step by step", {
      range: rangeOf(steps),
    }),
    yaxis: axis('', { showgrid: false, type: 'category', range: [steps.length - 0.5, -0.5] }),
  });
  // A single trace needs no legend.
  const { legend: _, ...rest } = layout;
  return { data, layout: rest };
}
