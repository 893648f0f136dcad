import type { Bundle, ToWorker } from '../messages.js';
import { Comms } from './comms.js';
import { makeDisplay } from './display.js';
import type { Ask } from './input.js';
import { type Control, Interaction } from './interact.js';
import type { Runner } from './runner.js';
import { tableInPage } from './streams.js';
import { html, md, svg } from './templates.js';
import { answerPages, type Listener, Widget, type WidgetOptions } from './widget.js';

/** Where libraries find the kernel without importing it: `globalThis[Symbol.for("typescript-kernel")]`. */
export const KERNEL = Symbol.for('typescript-kernel');

/** Makes `kernel.widget`; what a widget's listeners print stands under the cell that set them. */
function makeWidgets(runner: Runner, comms: Comms) {
  const made = new Set<Widget>();
  answerPages(comms, made);
  const inCell = (listener: Listener): Listener => {
    const { parent } = runner;
    return (changed) => runner.aside(parent, () => listener(changed));
  };
  const parts = { comms, inCell, forget: (widget: unknown) => void made.delete(widget as Widget) };
  return <S extends Record<string, unknown>>(options: WidgetOptions<S>): Widget<S> => {
    const widget = new Widget<S>(options, parts);
    made.add(widget as unknown as Widget);
    return widget;
  };
}

/** Gives the cells their globals, as `language/globals.ts` declares them. */
export function defineGlobals(runner: Runner, ask: Ask, post: (message: ToWorker) => void): Comms {
  const parent = (): string => runner.parent;
  const display = makeDisplay(post, parent);
  const comms = new Comms(post, parent);
  const widgets = makeWidgets(runner, comms);
  let outputLimit = 2 * 1024 * 1024;
  const kernel = {
    get signal() {
      return runner.signal;
    },
    get outputLimit() {
      return outputLimit;
    },
    set outputLimit(bytes: number) {
      if (typeof bytes !== 'number' || !(bytes >= 0))
        throw new RangeError(`kernel.outputLimit is a number of bytes, not ${String(bytes)}`);
      outputLimit = bytes;
      post({ type: 'limit', bytes });
    },
    password: (message = '') => ask(String(message), true),
    comms: { register: comms.register.bind(comms), open: comms.start.bind(comms) },
    display,
    html,
    md,
    svg,
    widget: widgets,
    interact(controls: Record<string, Control>, render: (values: Record<string, unknown>) => unknown) {
      const cell = parent();
      const replace = (id: string, bundle: Bundle): void =>
        post({ type: 'display', parent: cell, update: true, id, bundle });
      return new Interaction({ display, widget: widgets, replace }, controls, render);
    },
  };
  const globals = { display, kernel, prompt: (message = '', initial = '') => ask(String(message), false) || initial };
  for (const [name, value] of Object.entries(globals))
    Object.defineProperty(globalThis, name, { value, writable: true, configurable: true, enumerable: false });
  Object.defineProperty(globalThis, KERNEL, { value: kernel, configurable: true });
  tableInPage(display);
  return comms;
}
