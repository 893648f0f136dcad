/**
 * What every cell has beside JavaScript's, Node's and the browser's globals, as TypeScript declares it. Completion
 * and inspection show these comments. `user/globals.ts` gives the values; `globals.d.ts` of the package is this text, for
 * VS Code.
 */
export const GLOBALS = `
/** A MIME type and its data: text, JSON, or bytes. */
interface MimeBundle { [mime: string]: unknown }

/** An output that stands in the notebook and can be replaced. */
interface DisplayHandle {
  readonly id: string;
  /** Replaces the output. */
  update(value: unknown): void;
}

/**
 * Shows a value under the cell, now: a Plotly figure, a table, a tensor, an image (PNG, JPEG, GIF or WebP bytes),
 * a MIME bundle, or whatever has a method \`[Symbol.for("Jupyter.display")]()\` that answers with one.
 * @example const bar = display.html("<b>0 %</b>"); bar.update({ "text/html": "<b>50 %</b>" });
 */
declare function display(value: unknown, options?: { id?: string; update?: boolean; metadata?: Record<string, unknown> }): DisplayHandle;
declare namespace display {
  /** Shows HTML. */
  function html(text: string): DisplayHandle;
  /** Shows Markdown, with mathematics between dollar signs. */
  function markdown(text: string): DisplayHandle;
  /** Shows mathematics written in LaTeX. */
  function latex(text: string): DisplayHandle;
  /** Shows an image: bytes, or the path of a file. Sizes are in pixels of the screen. */
  function image(source: Uint8Array | string, size?: { width?: number; height?: number }): DisplayHandle;
  /** Shows a value as a tree that can be unfolded. */
  function json(value: unknown): DisplayHandle;
  /** Removes what the cell has shown so far; with \`wait\`, not before something new comes. */
  function clear(options?: { wait?: boolean }): void;
}

/** Asks the reader a question and waits for the line typed; the default when it is empty. */
declare function prompt(message?: string, defaultValue?: string): string;

/** A line of messages between a cell and something in the client's page. */
interface Comm {
  readonly id: string;
  readonly target: string;
  /** Sends JSON, and bytes beside it. */
  send(data: unknown, options?: { metadata?: Record<string, unknown>; buffers?: readonly (ArrayBuffer | ArrayBufferView)[] }): void;
  close(data?: unknown): void;
  onMessage?: (data: any, buffers: Uint8Array[]) => void;
  onClose?: (data: any) => void;
}

/** A text that is shown as what it is: HTML, Markdown, SVG. As the last value of a cell, or in \`display\`. */
interface Markup {
  readonly type: string;
  readonly text: string;
  toString(): string;
}

/** A model that a page shows, with JavaScript of its own there (anywidget); both sides see its state. */
interface Widget<S> {
  readonly id: string;
  /** Its values; what is assigned is sent to the page. */
  readonly state: S;
  /** Assigns several values at once. */
  set(changes: Partial<S>): void;
  /** Called when the page or a cell has changed values; answers with what ends that. */
  onChange(listener: (changed: string[]) => void): () => void;
  /** Called for what the page sends beside the state (\`model.send\`). */
  onMessage?: (content: any, buffers: Uint8Array[]) => void;
  /** Sends something beside the state: \`model.on("msg:custom", …)\` there. */
  message(content: unknown, buffers?: readonly (ArrayBuffer | ArrayBufferView)[]): void;
  close(): void;
}

/** What a reader can change: a range, true or false, a text, one of a list. */
type Control = { min: number; max: number; step?: number; value?: number } | boolean | string | readonly (string | number | boolean)[];
type ControlValue<C> = C extends boolean ? boolean : C extends string ? string : C extends readonly (infer T)[] ? T : number;

/** The kernel that runs this notebook. */
declare const kernel: {
  /**
   * HTML as a value: values put into it are escaped, lists and other such templates inserted.
   * @example kernel.html\`<ul>\${names.map((name) => kernel.html\`<li>\${name}</li>\`)}</ul>\`
   */
  html(parts: TemplateStringsArray, ...values: unknown[]): Markup;
  /** Markdown as a value; nothing is escaped. */
  md(parts: TemplateStringsArray, ...values: unknown[]): Markup;
  /** An SVG drawing as a value; values put into it are escaped. */
  svg(parts: TemplateStringsArray, ...values: unknown[]): Markup;
  /**
   * A widget of one's own. \`esm\` is the page's side, a JavaScript module (anywidget.dev), or the path of its file.
   * @example
   * const esm = 'export default { render({ model, el }) { el.textContent = model.get("count"); } }';
   * const counter = kernel.widget({ esm, state: { count: 0 } });
   * counter
   */
  widget<S extends Record<string, unknown>>(options: { esm: string; css?: string; state?: S }): Widget<S>;
  /**
   * Shows controls and, under them, what a function answers for their values; runs it again when the reader changes one.
   * @example kernel.interact({ k: { min: 1, max: 20 }, log: false }, ({ k, log }) => plot(k, log));
   */
  interact<const C extends Record<string, Control>>(
    controls: C,
    render: (values: { -readonly [K in keyof C]: ControlValue<C[K]> }) => unknown,
  ): DisplayHandle & { readonly ready: Promise<void> };
  /** Aborted when the running cell is interrupted: hand it to long library calls. */
  readonly signal: AbortSignal;
  /** Asks for a password: like prompt, but the line is not shown. */
  password(message?: string): string;
  /** Most bytes of text that one cell may print (2 MB unless set). */
  outputLimit: number;
  readonly comms: {
    /** Called when the client opens a comm for this target. */
    register(target: string, onOpen: (comm: Comm, data: any) => void): void;
    open(target: string, data?: unknown, options?: { metadata?: Record<string, unknown>; buffers?: readonly (ArrayBuffer | ArrayBufferView)[] }): Comm;
  };
};
`;
