import type { Json } from './figure.js';

/** One of several drawings side by side. */
export interface Panel {
  /** What plotly.js puts after `x` and `y` in its axes' names: nothing, 2, 3, … */
  readonly id: string;
  readonly domain: readonly [number, number];
  /** Its name, above it. */
  readonly head: Json;
}

/** Panels of equal width with their names above; `gap` of a panel's share of the width is left empty. */
export function panelsOf(names: readonly string[], gap: number): Panel[] {
  const step = (1 + gap / names.length) / names.length;
  return names.map((name, at) => {
    const domain = [at * step, Math.min(1, (at + 1) * step - gap / names.length)] as const;
    const place = { x: domain[0], y: 1, xref: 'paper', yref: 'paper', xanchor: 'left', yanchor: 'bottom' };
    return { id: at === 0 ? '' : String(at + 1), domain, head: { text: name, showarrow: false, ...place } };
  });
}
