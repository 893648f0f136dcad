import type { Figure, Json, Trace } from './figure.js';
import { styled } from './style.js';

/** One position of a slider: what it draws. */
export interface SliderFrame {
  readonly label: string;
  readonly data: readonly Trace[];
}

/**
 * A figure with a slider under it. Every position's traces are in the figure, one position's are visible: it moves
 * without a kernel, in JupyterLab, in a page and in VS Code alike, and needs no frames that a host might drop.
 * @param o.name of what the slider changes, with its unit; @param o.start position shown first (the middle one)
 */
export function sliderFigure(
  title: string,
  frames: readonly SliderFrame[],
  o: { readonly name: string; readonly start?: number; readonly layout: { readonly [key: string]: Json } },
): Figure {
  const active = o.start ?? Math.floor((frames.length - 1) / 2);
  const shownAt = frames.flatMap(({ data }, at) => data.map(() => at));
  const data = frames.flatMap((frame, at) => frame.data.map((trace): Trace => ({ ...trace, visible: at === active })));
  const steps = frames.map(
    ({ label }, at): Json => ({
      label,
      method: 'restyle',
      args: [{ visible: shownAt.map((frame) => frame === at) }],
    }),
  );
  const slider = {
    active,
    currentvalue: { prefix: `${o.name}: `, font: { size: 14 } },
    pad: { t: 60, b: 8 },
    steps,
  };
  return styled(title, data, { height: 560, ...o.layout, sliders: [slider] });
}
