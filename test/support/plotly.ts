import { createRequire } from 'node:module';
import type { Figure } from '../../src/plots/index.js';

interface Plotly {
  validate(data: unknown, layout: unknown): { msg: string }[] | undefined;
}

let plotly: Plotly | undefined;

/** An object that answers every property and call with itself: enough of a DOM for plotly.js to load and validate. */
function anything(): unknown {
  const self: object = new Proxy(() => {}, {
    get: (_, key) => (key === Symbol.toPrimitive ? () => '' : key === 'length' ? 0 : key === 'style' ? {} : self),
    set: () => true,
    apply: () => self,
  });
  return self;
}

function load(): Plotly {
  const page = globalThis as Record<string, unknown>;
  class Stub {
    setAttribute() {}
    setAttributeNS() {}
    setProperty() {}
  }
  for (const name of ['DOMParser', 'XMLSerializer', 'Element', 'CSSStyleDeclaration', 'HTMLElement'])
    page[name] ??= Stub;
  for (const name of ['document', 'getComputedStyle']) page[name] ??= anything();
  page.navigator ??= { userAgent: 'node', platform: '' };
  page.self = page.window = globalThis;
  URL.createObjectURL = () => '';
  return createRequire(import.meta.url)('plotly.js-dist') as Plotly;
}

/** What plotly.js's own schema (the version that draws our figures) has against a figure: a message a fault. */
export function schemaFaults({ data, layout }: Figure): string[] {
  plotly ??= load();
  return (plotly.validate(data, layout) ?? []).map((fault) => fault.msg);
}

/**
 * What a slider's positions show, a figure each; a figure without one: itself. plotly.js checks no traces that are not
 * visible, and takes a step's arguments for faults, whatever they are: only visible traces and steps that do nothing are in them.
 */
export function sliderPositions(figure: Figure): Figure[] {
  const [slider] = (figure.layout.sliders ?? []) as unknown as Slider[];
  if (!slider) return [figure];
  const bare = { ...slider, steps: slider.steps.map(({ label }) => ({ label, method: 'skip' })) };
  return slider.steps.map(({ args: [{ visible }] }) => ({
    layout: { ...figure.layout, sliders: [bare] } as unknown as Figure['layout'],
    data: figure.data.filter((_, trace) => visible[trace]).map((trace) => ({ ...trace, visible: true })),
  }));
}

interface Slider {
  readonly steps: readonly { label: string; args: [{ visible: boolean[] }] }[];
}
