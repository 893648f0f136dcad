import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { globMatches, History } from '../protocol/history.js';

describe('the pattern of a history search', () => {
  const glob = fc.stringMatching(/^[ab*?]{0,8}$/);
  const text = fc.stringMatching(/^[ab\n]{0,10}$/);

  test('matches as the regular expression that it stands for', () => {
    fc.assert(
      fc.property(glob, text, (pattern, whole) => {
        const expression = pattern.replace(/[*?]/g, (c) => (c === '*' ? '[^]*' : '[^]'));
        expect(globMatches(pattern, whole)).toBe(new RegExp(`^${expression}$`).test(whole));
      }),
      { numRuns: 2000 },
    );
    expect(globMatches('a.b(', 'a.b(')).toBe(true);
    expect(globMatches('a.b', 'axb')).toBe(false);
  });

  test('many stars and question marks end soon', () => {
    const history = new History();
    for (let line = 0; line < 500; line++) history.add(line, 'a'.repeat(30_000));
    for (const pattern of [`${'*a'.repeat(200)}*b`, `*${'?'.repeat(200)}b*`, '*?'.repeat(200)])
      history.answer({ hist_access_type: 'search', pattern, n: 5 });
    history.add(500, 'newest');
    expect(history.answer({ hist_access_type: 'search', pattern: 'new*', n: 5 })).toEqual([[1, 500, 'newest']]);
  });

  test('of very large cells as many are kept as have room', () => {
    const history = new History();
    for (let line = 0; line < 10; line++) history.add(line, 'x'.repeat(9_000_000));
    expect(history.answer({ hist_access_type: 'tail' })).toHaveLength(2);
  });
});
