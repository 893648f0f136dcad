/**
 * What every cell has beside JavaScript's, Node's and the browser's globals, as TypeScript declares it. Completion
 * and inspection show these comments. `user/globals.ts` gives the values.
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
