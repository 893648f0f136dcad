import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { InProcess, type Sent } from './in-process.js';
import { findPython, NO_PYTHON } from './python.js';
import { readSchemas } from './schemas.js';

if (!findPython()) console.warn(`src/kernel/test/wire-values: ${NO_PYTHON}`);

const DISPLAY = Symbol.for('Jupyter.display');
const PLOTLY = 'application/vnd.plotly.v1+json';

const mime = fc.constantFrom(
  ...[
    'text/plain',
    'text/html',
    'image/png',
    'image/svg+xml',
    'application/json',
    'application/geo+json',
    'application/pdf',
  ],
  ...[PLOTLY, 'model/gltf+json', 'km/h', 'src/main.ts', 'text/html; charset=utf-8', 'text', ''],
);
const typed = fc.constantFrom<unknown>(
  new Uint8Array([1, 2]),
  Float32Array.of(0.5, Number.NaN),
  new BigInt64Array(2),
  Buffer.from('é'),
);
/** Anything at all: BigInts, symbols, sparse lists, functions, maps, broken text; and what looks like outputs. */
const anything = fc.oneof(
  fc.anything({
    withBigInt: true,
    withDate: true,
    withMap: true,
    withSet: true,
    withTypedArray: true,
    withNullPrototype: true,
    withSparseArray: true,
  }),
  fc.string({ unit: 'binary' }),
  fc.constantFrom<unknown>(Symbol('s'), () => 1, new Proxy({}, {}), Buffer, globalThis.process.env),
  typed,
);
const bundle = fc.dictionary(mime, fc.oneof(anything, fc.string(), fc.json(), typed), { maxKeys: 4 });
const figure = fc.record(
  {
    data: fc.array(
      fc.record(
        { type: fc.oneof(fc.constantFrom('bar', 'point', 'scatter'), anything), x: anything, y: typed },
        { requiredKeys: [] },
      ),
      { maxLength: 3 },
    ),
    layout: fc.oneof(fc.constant({}), anything),
    frames: anything,
  },
  { requiredKeys: ['data'] },
);
const shown = fc.oneof(
  anything,
  bundle,
  figure,
  bundle.map((b) => ({ [DISPLAY]: () => b })),
  fc.oneof(anything, bundle).map((b) => ({ [DISPLAY]: async () => b })),
);

/** Every way by which a value of a cell leaves the kernel. */
const WAYS: Record<string, string> = {
  'a result': 'return [__value]',
  'display()': '__kern.display(__value)',
  'an update': '__kern.display("").update(__value)',
  'display.html': '__kern.display.html(__value)',
  'display.markdown': '__kern.display.markdown(__value)',
  'display.latex': '__kern.display.latex(__value)',
  'display.json': '__kern.display.json(__value)',
};

describe.skipIf(!findPython())('whatever a cell gives out, the notebook and the protocol can hold it', () => {
  const faults = findPython() ? readSchemas() : () => [];
  const kern = new InProcess();
  (globalThis as { __kern?: unknown }).__kern = kern;
  const wrong = (sent: readonly Sent[]): string[] => sent.flatMap((message) => faults(message));

  test('the schemas do find faults', () => {
    const bad = (type: string, content: object): string[] => faults({ type, content: { ...content }, metadata: {} });
    expect(bad('display_data', { data: { 'text/html': 1, 'text/plain': '' }, metadata: {} })).toHaveLength(1);
    expect(bad('display_data', { data: { 'text/html': 'a' }, metadata: {} })).toEqual(['no readable text']);
    expect(bad('stream', { name: 'stdout', text: '\ud83d' })).toEqual(['half a surrogate pair']);
    expect(bad('stream', { name: 'stdlog', text: '' })).toHaveLength(1);
  });

  test.each(Object.entries(WAYS))('%s', async (_, code) => {
    await fc.assert(
      fc.asyncProperty(shown, async (value) => {
        const sent = await kern.cell(code, value);
        expect(wrong(sent)).toEqual([]);
        expect(sent.at(-1)!.content).toMatchObject({ execution_state: 'idle' });
      }),
      { numRuns: 150 },
    );
  });
});
