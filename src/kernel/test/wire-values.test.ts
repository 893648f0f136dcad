import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { InProcess, type Sent } from './in-process.js';
import { findPython, NO_PYTHON } from './python.js';
import { readSchemas } from './schemas.js';
import { broken } from './texts.js';

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
  broken,
  fc.dictionary(broken, broken),
  fc.constantFrom<unknown>(Symbol('s'), () => 1, new Proxy({}, {}), Buffer, globalThis.process.env),
  typed,
);
const bundle = fc.dictionary(mime, fc.oneof(anything, broken, fc.json(), typed), { maxKeys: 4 });
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
  fc.record({ text: broken, name: broken }),
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
  'metadata of an output': '__kern.display(1, { metadata: __value })',
  'the id of an output': '__kern.display(1, { id: __value, update: __value })',
  'the size of an image': '__kern.display.image(new Uint8Array([0x89, 80, 78, 71]), __value)',
  'a comm: what it is opened with': '__kern.comms.start(__value?.text ?? "page", __value, { metadata: __value })',
  'a comm: data': '__kern.comms.start("page").send(__value)',
  'a comm: metadata': '__kern.comms.start("page").send({}, { metadata: __value })',
  'a comm: bytes': '__kern.comms.start("page").send({}, { buffers: __value })',
  'a comm: its last words': '__kern.comms.start("page").close(__value)',
  clearing: '__kern.display.clear({ wait: __value })',
  'what is printed':
    'for (const name of ["stdout", "stderr"]) __kern[name].write(String(__value?.text ?? typeof __value)); ',
  'an error thrown':
    'throw Object.assign(new Error(String(__value?.text)), { name: __value?.name ?? "E", cause: __value })',
};

test('a list of bytes with holes is refused', () => {
  const kern = new InProcess();
  // biome-ignore lint/suspicious/noSparseArray: that is the point
  const holes = [new Uint8Array(1), , new Uint8Array(1)] as Uint8Array[];
  expect(() => kern.comms.start('page').send({}, { buffers: holes })).toThrow('ArrayBuffer');
});

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

  const round: Record<string, unknown> = {};
  round.round = round;
  test.each(Object.entries({ 'a BigInt': 10n, 'a circle': round, 'an inner BigInt': { a: [1n] } }))(
    '%s in metadata, ids and comms is an error of the cell',
    async (_, value) => {
      for (const way of [
        'metadata of an output',
        'the id of an output',
        'the size of an image',
        'a comm: data',
        'a comm: metadata',
        'a comm: its last words',
        'a comm: what it is opened with',
        'a comm: bytes',
      ]) {
        const error = (await kern.cell(WAYS[way]!, value)).find((m) => m.type === 'error');
        expect(error?.content, way).toMatchObject({
          ename: 'TypeError',
          evalue: expect.stringMatching(/JSON|text|ArrayBuffer|iterable|object/),
        });
      }
      expect((await kern.cell('return [40 + 2]')).find((m) => m.type === 'execute_result')!.content.data).toEqual({
        'text/plain': '42',
      });
    },
  );

  test.each(Object.entries(WAYS))('%s', async (_, code) => {
    await fc.assert(
      fc.asyncProperty(shown, async (value) => {
        const sent = await kern.cell(code, value);
        expect(wrong(sent)).toEqual([]);
        expect(sent.at(-1)!.content).toMatchObject({ execution_state: 'idle' });
      }),
      { numRuns: 100 },
    );
  });
});
