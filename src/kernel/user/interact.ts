import { randomUUID } from 'node:crypto';
import type { Bundle } from '../messages.js';
import { encodeBundle, toBundle } from './bundle.js';
import { type Display, DisplayHandle } from './display.js';
import { rawError } from './errors.js';
import { FORM_CSS, FORM_ESM } from './interact-form.js';
import type { Widget, WidgetOptions } from './widget.js';

export interface Range {
  min: number;
  max: number;
  step?: number;
  value?: number;
}
export type Control = Range | boolean | string | readonly (string | number | boolean)[];
type Values = Record<string, unknown>;

/** A control as the form draws it, and the value that it begins with. */
function readControl(name: string, control: unknown): { spec: object; value: unknown } {
  if (typeof control === 'boolean') return { spec: { name, kind: 'check' }, value: control };
  if (typeof control === 'string') return { spec: { name, kind: 'text' }, value: control };
  if (Array.isArray(control) && control.length > 0)
    return { spec: { name, kind: 'list', options: control }, value: control[0] };
  const { min, max, step, value } = (control ?? {}) as Partial<Range>;
  if (typeof min !== 'number' || typeof max !== 'number' || !(min <= max))
    throw new TypeError(
      `kernel.interact(): "${name}" is a range { min: 0, max: 10 }, true or false, a text, or a list of choices`,
    );
  const whole = Number.isInteger(min) && Number.isInteger(max) && Number.isInteger(value ?? min);
  return {
    spec: { name, kind: 'range', min, max, step: step ?? (whole ? 1 : (max - min) / 100) },
    value: value ?? min,
  };
}

function readControls(controls: unknown): { specs: object[]; values: Values } {
  if (typeof controls !== 'object' || controls === null)
    throw new TypeError('kernel.interact(): the controls are an object, such as { k: { min: 1, max: 10 } }');
  const read = Object.entries(controls).map(([name, control]) => [name, readControl(name, control)] as const);
  const values = Object.fromEntries(read.map(([name, { value }]) => [name, value]));
  return { specs: read.map(([, { spec }]) => spec), values };
}

export interface InteractParts {
  display: Display;
  widget(
    options: WidgetOptions<{ values: Values; controls: object[] }>,
  ): Widget<{ values: Values; controls: object[] }>;
  /** Replaces an output by a bundle that is ready. */
  replace(id: string, bundle: Bundle): void;
}

/** A form and, under it, what a function makes of its values. As a cell's last value it is not shown again. */
export class Interaction extends DisplayHandle {
  /** Done when the function has answered once. */
  readonly ready: Promise<void>;
  private again = false;
  private running = false;

  constructor(
    { display, widget, replace }: InteractParts,
    controls: unknown,
    private readonly render: (values: Values) => unknown,
  ) {
    if (typeof render !== 'function') throw new TypeError('kernel.interact(): the second argument is a function');
    const { specs, values } = readControls(controls);
    const id = randomUUID();
    super(id, (value, options) => void display(value, options));
    const form = widget({ esm: FORM_ESM, css: FORM_CSS, state: { values, controls: specs } });
    display(form);
    display({ 'text/plain': '' }, { id });
    const run = async (): Promise<void> => replace(id, await this.answer({ ...form.state.values }));
    this.ready = run();
    form.onChange(() => void this.rerun(run));
  }

  /** One run at a time; what changed meanwhile is seen by one more. */
  private async rerun(run: () => Promise<void>): Promise<void> {
    this.again = true;
    if (this.running) return;
    this.running = true;
    await this.ready;
    while (this.again) {
      this.again = false;
      await run();
    }
    this.running = false;
  }

  /** What the function answers, or its error: in place of the output, since no cell is there to fail. */
  private async answer(values: Values): Promise<Bundle> {
    try {
      return (await toBundle(await this.render(values))) ?? encodeBundle({ 'text/plain': '' });
    } catch (error) {
      const { name, message } = rawError(error);
      return encodeBundle({ 'text/plain': `${name}: ${message}` });
    }
  }
}
