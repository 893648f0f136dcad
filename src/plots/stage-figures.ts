import type { SeedChange, StageAccount } from '../theory/index.js';
import type { Figure, Trace } from './figure.js';
import { bars, joined } from './marks.js';
import { axis, legend, margin, palette, shareAxis, styled } from './style.js';

/** Right and wrong pairs keep these colours in the figures of stages. */
const right = palette[0];
const wrong = palette[5];
const neutral = '#888888';

/** T5: what each stage makes of the seeds: how many are right and wrong, whom they reach, and how unevenly they are spread. */
export function stageFigure(accounts: readonly StageAccount[], title: string): Figure {
  const names = { type: 'category', showgrid: false, tickangle: -40 };
  return styled(title, [...pairBars(accounts), ...coverageLines(accounts), imbalanceBars(accounts)], {
    width: 960,
    barmode: 'stack',
    bargap: 0.3,
    legend: { ...legend, traceorder: 'normal' },
    margin: { ...margin, b: 84 },
    xaxis: axis('', { ...names, domain: [0, 0.27] }),
    yaxis: axis('pairs', { rangemode: 'tozero' }),
    xaxis2: axis('', { ...names, domain: [0.375, 0.64], anchor: 'y2' }),
    yaxis2: shareAxis('share of all entities', { range: [0, 1.03], anchor: 'x2' }),
    xaxis3: axis('', { ...names, domain: [0.75, 1], anchor: 'y3' }),
    yaxis3: axis('imbalance KL(q‖π) (nats)', { anchor: 'x3', rangemode: 'tozero' }),
  });
}

const stagesOf = (accounts: readonly StageAccount[]) => accounts.map(({ stage }) => stage);

function pairBars(accounts: readonly StageAccount[]): Trace[] {
  const bar = (name: string, y: readonly number[], color: string): Trace =>
    bars({ name, x: stagesOf(accounts), y, hover: `%{x}, ${name}: %{y}` }, { color });
  const counts = accounts.map(({ count }) => count);
  const correct = accounts.flatMap((account) => account.correct ?? []);
  if (correct.length < accounts.length) return [bar('pairs', counts, right)];
  const wrongs = counts.map((count, i) => count - correct[i]!);
  return [bar('right pairs', correct, right), bar('wrong pairs', wrongs, wrong)];
}

function coverageLines(accounts: readonly StageAccount[]): Trace[] {
  return ([0, 1, 2] as const).map((hops): Trace => {
    const name = ['in a seed', 'within one hop', 'within two hops'][hops]!;
    const y = accounts.map(({ coverage }) => coverage[hops]);
    return joined(
      { name, x: stagesOf(accounts), y, panel: '2', hover: `%{x}, ${name}: %{y:.1%}` },
      { line: { color: [palette[7], palette[2], palette[3]][hops]!, width: 2 } },
    );
  });
}

function imbalanceBars(accounts: readonly StageAccount[]): Trace {
  const y = accounts.map(({ spread }) => spread?.kl ?? null);
  return bars(
    { name: 'KL(q‖π)', x: stagesOf(accounts), y, panel: '3', hover: '%{x}: %{y:.3f} nats' },
    { color: neutral },
    { showlegend: false },
  );
}

/** Pairs kept, added and dropped from each seed set to the next, right and wrong; what is dropped hangs below zero. */
export function changeFigure(changes: readonly SeedChange[], title: string): Figure {
  const x = changes.map(({ from, to }) => `${from}<br>→ ${to}`);
  const parts = (['kept', 'added', 'dropped'] as const).flatMap((part, p) =>
    (['correct', 'wrong'] as const).map((verdict): Trace => {
      const name = `${part}, ${verdict === 'correct' ? 'right' : 'wrong'}`;
      const counts = changes.map((change) => change[part][verdict].left.length);
      const y = counts.map((n) => (part === 'dropped' && n > 0 ? -n : n));
      const look = { color: verdict === 'correct' ? right : wrong, ...hatched(['', '/', 'x'][p]!) };
      return bars({ name, x, y, hover: `${name}: %{customdata}` }, look, { customdata: counts });
    }),
  );
  const line = { color: '#222222', width: 1 };
  return styled(title, parts, {
    width: 860,
    barmode: 'relative',
    bargap: 0.4,
    legend: { ...legend, traceorder: 'normal', entrywidth: 110 },
    shapes: [{ type: 'line', xref: 'paper', x0: 0, x1: 1, y0: 0, y1: 0, line }],
    xaxis: axis('from one set of seeds to the next', { type: 'category', showgrid: false }),
    yaxis: axis('pairs (below zero: dropped)'),
  });
}

/** White lines over a bar's colour. */
const hatched = (shape: string) =>
  shape ? { pattern: { shape, fillmode: 'overlay', fgcolor: '#ffffff', size: 8, solidity: 0.3 } } : {};
