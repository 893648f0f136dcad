import { describe, expect, test } from 'vitest';
import type { PairExplanation } from '../../src/match/index.js';
import { explanationFigure } from '../../src/plots/index.js';
import { schemaFaults } from '../support/plotly.js';

const explanation: PairExplanation = {
  left: 0,
  right: 0,
  score: 0.5,
  shares: [
    { name: 'structure', value: 0.4 },
    { name: 'image', value: 0.9 },
    { name: 'hubness, left', value: -0.8 },
  ],
  neighbours: { for: [], against: [], weights: { for: 0, against: 0, silent: 1 } },
  rivals: [rival([0.1, 0.2, 0]), rival([0.1, -0.3, 0])],
};

function rival(values: readonly number[]): PairExplanation['rivals'][number] {
  const names = ['structure', 'image', 'hubness, left'];
  const lead = values.reduce((a, b) => a + b, 0);
  const shares = values.map((value, i) => ({ name: names[i]!, value }));
  return { end: 'left', row: 1, score: 0.5 - lead, lead, shares, partner: null };
}

const pair = 'sun – <b>Sonne</b>';
const titleOf = (figure: ReturnType<typeof explanationFigure>) => (figure.layout.title as { text: string }).text;

describe('the waterfall of a pair', () => {
  test.each([undefined, { at: 0, name: 'moon' }, { at: 1, name: 'moon' }])('plotly.js knows every key (%j)', (lost) => {
    const figure = explanationFigure(explanation, { pair, ...(lost && { rival: lost }) });
    expect(schemaFaults(figure)).toEqual([]);
    expect(JSON.parse(JSON.stringify(figure))).toEqual(figure);
  });

  test('steps from nothing to the score, and says what speaks most for it', () => {
    const figure = explanationFigure(explanation, { pair });
    expect(figure.data[0]).toMatchObject({
      x: [0.4, 0.9, -0.8, 0.5],
      y: ['structure', 'image', 'hubness, left', 'score'],
      measure: ['relative', 'relative', 'relative', 'total'],
      text: ['+0.40', '+0.90', '-0.80', '0.50'],
    });
    expect(titleOf(figure)).toBe('sun – &lt;b>Sonne&lt;/b>: most alike by image');
  });

  test('has room for long names and for every number', () => {
    const long = explanationFigure(explanation, {
      pair: 'person in lotus position: dark skin tone – Person im Lotossitz: dunkle Hautfarbe',
    });
    const lines = titleOf(long).split('<br>');
    expect(lines.length).toBeGreaterThan(1);
    expect(Math.max(...lines.map(({ length }) => length))).toBeLessThanOrEqual(58);
    expect(long.layout.height as number).toBeGreaterThan(
      explanationFigure(explanation, { pair }).layout.height as number,
    );
    const [low, high] = (long.layout.xaxis as { range: [number, number] }).range;
    expect(low).toBe(0);
    expect(high).toBeGreaterThan(1.3);
    const down = {
      ...explanation,
      shares: [...explanation.shares, { name: 'hubness, right', value: -0.45 }],
      score: 0.05,
    };
    expect((explanationFigure(down, { pair }).layout.xaxis as { range: number[] }).range[0]).toBeLessThan(0);
  });

  test('or from nothing to the lead over a rival', () => {
    const first = explanationFigure(explanation, { pair, rival: { at: 0, name: 'moon' } });
    expect(titleOf(first)).toMatch(/leads moon, most by image$/);
    expect((first.data[0]!.x as number[]).at(-1)).toBeCloseTo(0.3, 9);
    const second = explanationFigure(explanation, { pair, rival: { at: 1, name: 'moon' } });
    expect(titleOf(second)).toMatch(/is behind moon, most by image$/);
    expect(() => explanationFigure(explanation, { pair, rival: { at: 2, name: 'x' } })).toThrow(/no rival 2 among 2/);
  });
});
