import { createRequire } from 'node:module';

/** Representations of one output by MIME type, richest first chosen by the client. */
export type MimeBundle = Readonly<Record<string, unknown>>;

/** An output that stands in the notebook and can be replaced. */
export interface Shown {
  update(bundle: MimeBundle): void;
}

/** What a kernel gives its cells: a place for outputs, and a signal that an interrupt fires. */
export interface Host {
  readonly name: 'typescript-kernel' | 'tslab' | 'none';
  /** Puts an output under the running cell. */
  open(bundle: MimeBundle): Shown;
  /** Aborted when the running cell is interrupted, where the kernel has such a signal. */
  signal(): AbortSignal | undefined;
}

/** The kernel this code runs in; outside of any, outputs are printed as text. */
export function host(): Host {
  return typescriptHost() ?? tslabHost() ?? printer;
}

interface TypeScriptKernel {
  readonly signal: AbortSignal;
  display(bundle: MimeBundle): Shown;
}

/** The package typescript-kernel leaves its handle under this symbol. */
function typescriptHost(): Host | undefined {
  const kernel = (globalThis as { [key: symbol]: unknown })[Symbol.for('typescript-kernel')] as
    | TypeScriptKernel
    | undefined;
  return kernel && { name: 'typescript-kernel', open: (bundle) => kernel.display(bundle), signal: () => kernel.signal };
}

interface TslabDisplay {
  raw(type: string, data: unknown): void;
}

/** tslab's cells run in its own process: its module is the one already loaded there. */
function tslabHost(): Host | undefined {
  const main = process.argv[1];
  if (!main || !/[\\/]tslab/.test(main)) return undefined;
  const { newDisplay } = createRequire(main)('tslab') as { newDisplay(): TslabDisplay };
  const open = (bundle: MimeBundle): Shown => {
    const display = newDisplay();
    const show = (next: MimeBundle) => display.raw(...richest(next));
    show(bundle);
    return { update: show };
  };
  return { name: 'tslab', open, signal: () => undefined };
}

/** tslab shows one type an output: the richest that it has. */
function richest(bundle: MimeBundle): [string, unknown] {
  const order = ['application/vnd.plotly.v1+json', 'text/html', 'image/png', 'text/markdown', 'text/plain'];
  const type = order.find((t) => t in bundle) ?? Object.keys(bundle)[0]!;
  return [type, bundle[type]];
}

const printer: Host = {
  name: 'none',
  open(bundle) {
    const print = (next: MimeBundle) => console.log(String(next['text/plain'] ?? `[${Object.keys(next).join(', ')}]`));
    print(bundle);
    // A script's output cannot be replaced: only the last state would be worth a line, and who updates prints it.
    return { update: () => {} };
  },
  signal: () => undefined,
};
