import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { History } from '../protocol/history.js';
import { Output } from '../protocol/output.js';
import { Wire } from '../protocol/wire.js';
import { cut } from '../text.js';
import { makeStream } from '../user/streams.js';
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
/** Texts in UTF-16, with halves of pairs: `fc.string` makes none. */
const unit = fc.oneof(
  fc.constantFrom('\ud83d', '\ude00', '😀', 'a', '\\', '"'),
  fc.integer({ min: 0, max: 0xffff }).map((c) => String.fromCharCode(c)),
);
const broken = fc.array(unit, { maxLength: 12 }).map((units) => units.join(''));
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

const whole = fc.string({ unit: 'binary' });
/** A text cut anywhere, also inside of pairs. */
const pieces = fc.tuple(whole, fc.array(fc.nat(12))).map(([text, lengths]) => {
  const out: string[] = [];
  let at = 0;
  for (const length of lengths) {
    out.push(text.slice(at, at + length));
    at += length;
  }
  return [text, [...out, text.slice(at)]] as const;
});

describe('text is cut between characters, and comes whole', () => {
  test('cut() keeps as much as fits, and never half a pair', () => {
    fc.assert(
      fc.property(whole, fc.nat(30), (text, length) => {
        const kept = cut(text, length);
        expect(text.startsWith(kept) && kept.length <= length).toBe(true);
        expect([...kept].every((c, i) => c === [...text][i])).toBe(true);
        expect(kept.length).toBeGreaterThanOrEqual(Math.min(text.length, length) - 1);
      }),
    );
  });

  test('on the wire a half becomes U+FFFD, and nothing else changes', () => {
    const wire = new Wire('', 'hmac-sha256');
    fc.assert(
      fc.property(broken, (text) => {
        const frames = wire.write([], { type: 'stream', content: { text, [text]: 1 } });
        const { content } = wire.read(frames.map((frame) => Buffer.from(frame as string)))!;
        const whole = Buffer.from(text, 'utf8').toString('utf8');
        expect(content).toEqual({ text: whole, [whole]: 1 });
      }),
      { numRuns: 500 },
    );
  });

  test('a stream written in any pieces, of texts or of bytes', () => {
    fc.assert(
      fc.property(pieces, fc.boolean(), ([text, parts], asBytes) => {
        const sent: string[] = [];
        const stream = makeStream((part) => sent.push(part));
        if (asBytes) for (const byte of Buffer.from(text)) stream.write(Uint8Array.of(byte));
        else for (const part of parts) stream.write(part);
        expect(sent.join('')).toBe(text);
        for (const part of sent)
          expect([...part].every((c) => c.codePointAt(0)! < 0xd800 || c.codePointAt(0)! > 0xdfff)).toBe(true);
      }),
    );
  });

  test('pieces of a megabyte; a half that nothing follows goes out at the end; encodings', () => {
    const sent: string[] = [];
    const stream = makeStream((part) => sent.push(part));
    stream.write(`a${'😀'.repeat(1 << 19)}`);
    expect(sent.map((part) => part.length)).toEqual([(1 << 20) - 1, 2]);
    stream.write('b\ud83d');
    expect(sent.at(-1)).toBe('b');
    stream.end();
    expect(sent.at(-1)).toBe('\ud83d');
    stream.write('4a4b', 'hex');
    expect(sent.at(-1)).toBe('JK');
  });

  test('the limit of output and the history', () => {
    fc.assert(
      fc.property(fc.array(whole), fc.nat(40), (texts, limit) => {
        const sent: string[] = [];
        const output = new Output(
          (message) => sent.push((message.content as { text: string }).text),
          () => undefined,
        );
        output.limit = limit;
        for (const text of texts) output.write('a', 'stdout', text);
        output.flush();
        const all = texts.join('');
        expect(all.startsWith(sent.join(''))).toBe(true);
        expect(sent.join('').length).toBeGreaterThanOrEqual(Math.min(all.length, limit) - 1);
        expect(cut(all, sent.join('').length)).toBe(sent.join(''));
        output.finish('a');
      }),
    );
    const history = new History();
    history.add(1, '');
    history.setOutput(1, `a${'😀'.repeat(2000)}`);
    const [[, , [, output]]] = history.answer({ hist_access_type: 'tail', output: true }) as [
      [number, number, string[]],
    ];
    expect(output).toBe(`a${'😀'.repeat(999)}`);
  });
});
