import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { DISPLAY } from './bundle.js';
import type { Comm, Comms } from './comms.js';
import { putBuffers, separateBuffers } from './widget-buffers.js';

type State = Record<string, unknown>;
// biome-ignore lint/suspicious/noExplicitAny: whatever the page's side of the widget sends
type Content = any;

/** ipywidgets' messages: https://github.com/jupyter-widgets/ipywidgets, packages/schema/messages.md. */
const PROTOCOL = '2.1.0';
const TARGET = 'jupyter.widget';
export const WIDGET_VIEW = 'application/vnd.jupyter.widget-view+json';

/** The front end's part, which the Python package anywidget brings to JupyterLab; VS Code and pages fetch it. */
const ANYWIDGET = {
  _model_module: 'anywidget',
  _model_module_version: '~0.11.*',
  _model_name: 'AnyModel',
  _view_module: 'anywidget',
  _view_module_version: '~0.11.*',
  _view_name: 'AnyView',
  _view_count: null,
};

export interface WidgetOptions<S> {
  esm: string;
  css?: string;
  state?: S;
}

export type Listener = (changed: string[]) => void;

/** What a widget needs of the session around it. */
export interface WidgetParts {
  comms: Comms;
  /** The listener, whose output then stands under the cell that runs now. */
  inCell(listener: Listener): Listener;
  /** The widget is closed. */
  forget(widget: unknown): void;
}

/** The text itself, or what is in the file that it names. */
function source(what: string, text: unknown, ending: RegExp): string {
  if (typeof text !== 'string')
    throw new TypeError(`kernel.widget(): "${what}" is a text (or the path of a file), not of type ${typeof text}`);
  return ending.test(text) && !/[\n;{]|^https?:/.test(text) ? readFileSync(text, 'utf8') : text;
}

function checkState(state: unknown): asserts state is State {
  if (typeof state !== 'object' || state === null || Array.isArray(state))
    throw new TypeError('kernel.widget(): "state" is an object, such as { value: 1 }');
  for (const name of Object.keys(state))
    if (name.startsWith('_')) throw new TypeError(`kernel.widget(): names with "_" are the protocol's, not "${name}"`);
}

/** A model that the page shows by anywidget; both sides see its state. Documented in `language/globals.ts`. */
export class Widget<S extends State = State> {
  readonly state: S;
  onMessage?: (content: Content, buffers: Uint8Array[]) => void;
  private readonly values: State;
  /** What the front end's part must know, and does not change. */
  private readonly fixed: State;
  private readonly comm: Comm;
  private readonly listeners = new Set<Listener>();

  constructor(
    { esm, css, state = {} as S }: WidgetOptions<S>,
    private readonly parts: WidgetParts,
  ) {
    checkState(state);
    this.values = { ...state };
    this.fixed = {
      ...ANYWIDGET,
      // Style sheets are told apart by this: a widget of the same name would take the other's away.
      _anywidget_id: `typescript-kernel-${randomUUID()}`,
      _esm: source('esm', esm, /\.m?js$/),
      ...(css === undefined ? {} : { _css: source('css', css, /\.css$/) }),
    };
    this.state = this.accessors() as S;
    const { state: open, paths, buffers } = separateBuffers(this.whole());
    this.comm = parts.comms.start(
      TARGET,
      { state: open, buffer_paths: paths },
      { metadata: { version: PROTOCOL }, buffers },
    );
    this.comm.onMessage = (data, received) => this.receive(data, received);
    this.comm.onClose = () => parts.forget(this);
  }

  get id(): string {
    return this.comm.id;
  }

  /** All that the page must know of it. */
  whole(): State {
    return { ...this.fixed, ...this.values };
  }

  private accessors(): State {
    const out: State = {};
    for (const name of Object.keys(this.values))
      Object.defineProperty(out, name, {
        enumerable: true,
        get: () => this.values[name],
        set: (value) => this.set({ [name]: value } as Partial<S>),
      });
    return Object.preventExtensions(out);
  }

  /** Changes several values at once. */
  set(changes: Partial<S>): void {
    for (const name of Object.keys(changes))
      if (!Object.hasOwn(this.values, name))
        throw new TypeError(`widget.set(): its state has no "${name}", but ${Object.keys(this.values).join(', ')}`);
    this.send(changes);
    Object.assign(this.values, changes);
    this.tell(Object.keys(changes));
  }

  private send(changes: State): void {
    const { state, paths, buffers } = separateBuffers(changes);
    this.comm.send({ method: 'update', state, buffer_paths: paths }, { buffers });
  }

  private tell(changed: string[]): void {
    for (const listener of [...this.listeners]) listener(changed);
  }

  private receive(data: Content, buffers: Uint8Array[]): void {
    if (data?.method === 'request_state') this.send(this.whole());
    else if (data?.method === 'custom') this.onMessage?.(data.content, buffers);
    else if (data?.method === 'update' && typeof data.state === 'object' && data.state !== null)
      this.changedByPage(data, buffers);
  }

  private changedByPage(data: Content, buffers: Uint8Array[]): void {
    putBuffers(data.state, data.buffer_paths, buffers);
    const changed = Object.keys(data.state).filter((name) => Object.hasOwn(this.values, name));
    for (const name of changed) this.values[name] = data.state[name];
    if (changed.length > 0) this.tell(changed);
  }

  /** Called when the page or a cell has changed the state. What it prints stands under the cell that asks for it. */
  onChange(listener: Listener): () => void {
    const told = this.parts.inCell(listener);
    this.listeners.add(told);
    return () => void this.listeners.delete(told);
  }

  /** Sends something that is not state to the page: `model.on("msg:custom", …)`. */
  message(content: unknown, buffers: readonly (ArrayBuffer | ArrayBufferView)[] = []): void {
    this.comm.send({ method: 'custom', content }, { buffers });
  }

  close(): void {
    this.comm.close();
    this.parts.forget(this);
  }

  [DISPLAY](): Record<string, unknown> {
    const values = Object.entries(this.values).map(([name, value]) => `${name}: ${JSON.stringify(value) ?? '…'}`);
    return {
      [WIDGET_VIEW]: { version_major: 2, version_minor: 1, model_id: this.id },
      'text/plain': `[widget ${values.join(', ').slice(0, 1000)}]`,
    };
  }
}

/** Answers a page that was loaded anew and asks for all models (`jupyter.widget.control`). */
export function answerPages(comms: Comms, widgets: ReadonlySet<Widget>): void {
  comms.register('jupyter.widget.control', (comm) => {
    comm.onMessage = (data) => {
      if (data?.method !== 'request_states') return;
      const states = Object.fromEntries(
        Array.from(widgets, (widget) => {
          const state = widget.whole();
          const { _model_module: model_module, _model_name: model_name } = state;
          const model_module_version = state._model_module_version;
          return [widget.id, { model_module, model_module_version, model_name, state }];
        }),
      );
      const { state, paths, buffers } = separateBuffers(states);
      comm.send({ method: 'update_states', states: state, buffer_paths: paths }, { buffers });
    };
  });
}
