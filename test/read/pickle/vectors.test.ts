import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { InputError, PsqeError } from '../../../src/base/index.js';
import { vectorTable } from '../../../src/read/pickle/table.js';
import { pickleVectors } from '../../../src/read/pickle/vectors.js';

// As Python wrote them, see test/oracle/pickles.
const file = join(fileURLToPath(import.meta.url), '../../../oracle/pickles/figures.json');
const pickles: Record<string, string> = JSON.parse(readFileSync(file, 'utf8'));
const bytesOf = (name: string) => Buffer.from(pickles[name]!, 'base64');
const named = (what: string) => Object.keys(pickles).filter((name) => name.includes(`: ${what}`));
const read = (name: string) => pickleVectors(bytesOf(name), 'some.pkl');
const asObject = ({ byId }: ReturnType<typeof read>) =>
  Object.fromEntries([...byId].map(([id, vector]) => [id, [...vector]]));

describe('pickles of numpy 1 and 2, protocols 0 to 5', () => {
  test.each(named('vectors,'))('%s', (name) => {
    expect(asObject(read(name))).toEqual({ 7: [1, -2.5, Math.fround(0.1)], 1000: [0, 0, 0], 70000: [3, 4, 65504] });
  });
  test.each(named('vectors <f8').concat(named('vectors >f')))('%s', (name) => {
    expect(asObject(read(name))).toEqual({ 7: [1, -2.5, Math.fround(0.1)], 1000: [0, 0, 0], 70000: [3, 4, 65504] });
  });
  test.each(named('vectors <f2'))('%s', (name) => {
    // .1 in 16 bits, from its definition: 1638 / 2^14.
    expect(asObject(read(name))).toEqual({ 7: [1, -2.5, 1638 / 2 ** 14], 1000: [0, 0, 0], 70000: [3, 4, 65504] });
  });
  test.each(named('views'))('%s', (name) => {
    expect(asObject(read(name))).toEqual({ 1: [0, 2, 4], 2: [0, 1, 2], 3: [1, 1, 1] });
  });
  test.each(named('texts'))('%s', (name) => {
    expect(asObject(read(name))).toEqual({ 'http://example.org/Zürich\\n\n': [1, 1], '東京 𝔸': [-1, -1] });
  });
  test.each(named('numpy ids'))('%s', (name) => {
    expect(asObject(read(name))).toEqual({ '-3': [1, 1], 250: [2, 2], 1099511627776: [3, 3] });
  });

  test('all of them are there', () => {
    expect(Object.keys(pickles)).toHaveLength(2 * (4 + 9 * 6));
  });
});

test('the texts of Python 2, where arrays are str', () => {
  const [vector, escaped] = ['\0\0\x80?\0\0\0\xc0', '\\x00\\x00\\x80?\\x00\\x00\\x00\\xc0'];
  const array = (data: string) =>
    `cnumpy.core.multiarray\n_reconstruct\n(cnumpy\nndarray\n(I0\ntS'b'\ntR(I1\n(L2L\ntcnumpy\ndtype\n(S'f4'\nI0\nI1\ntR` +
    `(I3\nS'<'\nNNNI-1\nI-1\nI0\ntbI00\n${data}tb`;
  for (const data of [`S'${escaped}'\n`, `U\x08${vector}`, `T\x08\0\0\0${vector}`]) {
    const { byId } = pickleVectors(Buffer.from(`(dI5\n${array(data)}s.`, 'latin1'), 'p');
    expect([...byId.get('5')!]).toEqual([1, -2]);
  }
});

describe('what is no dict of vectors is refused', () => {
  test.each(named('refused: print'))('%s: nothing is called', (name) => {
    expect(() => read(name)).toThrow(InputError);
    expect(() => read(name)).toThrow(/^some\.pkl, byte \d+: names the Python object "(builtins|__builtin__)\.print"/);
  });
  test.each(named('refused: objects'))('%s', (name) => expect(() => read(name)).toThrow(/byte \d+: REDUCE of dtype/));
  test.each(named('refused: matrices'))('%s', (name) =>
    expect(() => read(name)).toThrow(/id 1: an array f4 of shape \(2, 2\)\. Write it in Python/),
  );
  test.each(named('refused: whole numbers'))('%s', (name) => expect(() => read(name)).toThrow(/array i4 of shape/));
  test.each(named('refused: no dict'))('%s', (name) =>
    expect(() => read(name)).toThrow(/byte \d+: holds the pickle opcode (LIST|EMPTY_LIST)\./),
  );

  const made: [string, string, RegExp][] = [
    ['a class', '(ios\nsystem\n.', /byte 1: holds the pickle opcode INST/],
    ['an unknown opcode', '}\xff.', /byte 1: holds the pickle opcode 0xff/],
    ['a known name of another module', 'cos\ndtype\n.', /byte 0: names the Python object "os.dtype"/],
    ['a name of Object', 'cconstructor\nconstructor\n.', /names the Python object "constructor.constructor"/],
    ['a protocol to come', '\x80\x06}.', /byte 1: pickle protocol 6/],
    ['bytes after its end', '}.}.', /byte 2: 2 bytes after the end/],
    ['an empty stack', '.', /ends with 0 objects on the stack/],
    ['a mark alone', '(.', /holds a mark, no dict/],
    ['no mark', '}u.', /a mark is missing/],
    ['an uneven dict', '(I1\nd.', /odd number/],
    ['a number that is none', 'Ix\n.', /a number written "x"/],
    ['what was never stored', 'h\x05.', /remembered object 5 was never stored/],
    ['an empty dict', '}.', /holds no vectors/],
    ['None as an id', '(NNd.', /None as an id/],
    ['no array', '(I1\nNd.', /id 1: None/],
    ['a frame longer than the file', '\x95\xff\0\0\0\0\0\0\0}.', /frame of 255 bytes where 2 are left/],
    ['a length of 2^63', '\x8e\0\0\0\0\0\0\0\x80.', /a length of 9223372036854775808/],
    ['calling a name without a tuple', 'cnumpy\ndtype\nNR.', /REDUCE of dtype with None/],
  ];
  test.each(made)('%s', (_, text, message) => {
    const run = () => pickleVectors(Buffer.from(text, 'latin1'), 'p');
    expect(run).toThrow(InputError);
    expect(run).toThrow(message);
  });

  test('values that are not finite, and widths that differ', () => {
    const whole = bytesOf('numpy 2: vectors, protocol 4');
    const nan = Buffer.from(whole);
    nan.writeFloatLE(Number.NaN, nan.indexOf(Buffer.from(Float32Array.of(-2.5).buffer)));
    expect(() => pickleVectors(nan, 'p')).toThrow(/^p, id 7: value 1 is NaN\. Leave out/);
  });

  test('one id written as a number and as a text', () => {
    const one = bytesOf('numpy 2: vectors, protocol 0').toString('latin1');
    const twice = one.replace('I1000\n', 'V7\n');
    expect(twice).not.toBe(one);
    expect(() => pickleVectors(Buffer.from(twice, 'latin1'), 'p')).toThrow(/p: id 7 is there twice/);
  });
});

describe('damage', () => {
  const names = ['vectors', 'texts', 'views', 'numpy ids'].flatMap((what) =>
    [0, 2, 4, 5].map((protocol) => `numpy 2: ${what}, protocol ${protocol}`),
  );

  test.each(names)('%s: cut at every byte', (name) => {
    const whole = bytesOf(name);
    for (let length = 0; length < whole.length; length++)
      expect(() => pickleVectors(whole.subarray(0, length), 'p'), `${length} bytes`).toThrow(InputError);
  });

  test.each(names)('%s: every byte changed is an error or vectors', (name) => {
    const whole = bytesOf(name);
    for (let at = 0; at < whole.length; at++)
      for (const change of [1, 32, 128, 255]) {
        const changed = Buffer.from(whole);
        changed[at]! ^= change;
        try {
          pickleVectors(changed, 'p');
        } catch (error) {
          expect(error, `byte ${at} changed by ${change}`).toBeInstanceOf(PsqeError);
        }
      }
  });
});

describe("a graph's table", () => {
  const vectors = read('numpy 2: vectors, protocol 4');

  test('rows by id; without a vector, or all zero: unknown', () => {
    const { table, without, unused } = vectorTable(vectors, ['70000', '8', '1000'], 'p');
    expect([...table.values.data]).toEqual([3, 4, 65504, 0, 0, 0, 0, 0, 0]);
    expect([...table.known]).toEqual([1, 0, 0]);
    expect(without).toEqual(['8', '1000']);
    expect(unused).toBe(1);
  });

  test('ids of another graph, and more than memory holds', () => {
    expect(() => vectorTable(vectors, ['a', 'b'], 'p')).toThrow(/p: no entity has a vector here/);
    expect(() => vectorTable({ ...vectors, width: 2 ** 29 }, ['1', '2', '3'], 'p')).toThrow(/more than 4 GiB/);
  });
});
