import { Cursor } from './cursor.js';
import { build, globalOf, narrow, reduce } from './numpy.js';
import { opcodeNames } from './opcodes.js';
import { type Dict, isKind, type Value, written } from './values.js';

/** The state of reading: a stack and what was remembered of it. */
interface Machine {
  readonly from: Cursor;
  readonly stack: Value[];
  readonly memo: Map<number, Value>;
}

/**
 * Reads a pickle as Python's `pickle.load` would, but runs nothing: it knows the opcodes and the names that a `dict` of
 * numpy arrays needs, protocols 0 to 5, those of Python 2 included; everything else ends it.
 * @param path what errors call the file
 * @throws {InputError} that names the opcode or the Python object, and its byte
 */
export function readPickle(bytes: Uint8Array, path: string): Value {
  const machine: Machine = { from: new Cursor(bytes, path), stack: [], memo: new Map() };
  const { from, stack } = machine;
  for (;;) {
    const at = from.at;
    const code = from.number('u1');
    if (code === 46) break; // STOP
    const run = opcodes[code];
    if (!run) throw from.fault(`holds the pickle opcode ${opcodeNames[code] ?? `0x${code.toString(16)}`}`, at);
    run(machine);
  }
  if (from.at !== bytes.length) throw from.fault(`${bytes.length - from.at} bytes after the end of the pickle`);
  if (stack.length !== 1) throw from.fault(`ends with ${stack.length} objects on the stack`);
  return stack[0]!;
}

const push =
  (value: (from: Cursor) => Value) =>
  ({ from, stack }: Machine) => {
    stack.push(value(from));
  };

/** Takes the topmost object; marks are taken by {@link popMarked} alone. */
function pop({ from, stack }: Machine): Value {
  const value = stack.pop();
  if (value === undefined || isKind(value, 'mark')) throw from.fault('an object is missing on the stack');
  return value;
}

function popMarked({ from, stack }: Machine): Value[] {
  const mark = stack.findLastIndex((value) => isKind(value, 'mark'));
  if (mark < 0) throw from.fault('a mark is missing on the stack');
  return stack.splice(mark).slice(1);
}

const tuple = (count: number) => (machine: Machine) => {
  const values = Array.from({ length: count }, () => pop(machine)).reverse();
  machine.stack.push(values);
};

const put = (key: (from: Cursor) => number) => (machine: Machine) => {
  const number = key(machine.from);
  const top = pop(machine);
  machine.stack.push(top);
  machine.memo.set(number, top);
};

const get =
  (key: (from: Cursor) => number) =>
  ({ from, stack, memo }: Machine) => {
    const number = key(from);
    const value = memo.get(number);
    if (value === undefined) throw from.fault(`the remembered object ${number} was never stored`);
    stack.push(value);
  };

function setItems(machine: Machine, items: Value[]): void {
  const dict = machine.stack.at(-1);
  if (!isKind(dict, 'dict') || items.length % 2) throw machine.from.fault(`SETITEMS on ${written(dict)}`);
  fill(dict, items);
}

function fill(dict: Dict, items: readonly Value[]): Dict {
  for (let i = 0; i < items.length; i += 2) dict.entries.push([items[i]!, items[i + 1]!]);
  return dict;
}

/** Protocol 0 writes numbers as text; `01` and `00` are the truth values of its `I`. */
function integerLine(from: Cursor): Value {
  const at = from.at;
  const text = from.line().replace(/L$/, '');
  if (!/^-?\d{1,20}$/.test(text)) throw from.fault(`a number written ${JSON.stringify(text.slice(0, 40))}`, at);
  return narrow(BigInt(text));
}

function intOrBool(from: Cursor): Value {
  const truth = String.fromCharCode(...from.bytes.subarray(from.at, from.at + 3));
  if (truth === '01\n' || truth === '00\n') return from.line() === '01';
  return integerLine(from);
}

function memoLine(from: Cursor): number {
  const number = integerLine(from);
  if (typeof number !== 'number' || number < 0) throw from.fault(`the number ${number} of a remembered object`);
  return number;
}

function long(from: Cursor, count: number): Value {
  if (count > 8) throw from.fault(`a whole number of ${count} bytes`);
  const hex = Buffer.from(from.take(count)).reverse().toString('hex');
  return narrow(BigInt.asIntN(8 * count, BigInt(`0x${hex || '0'}`)));
}

/** Protocol 0's texts: one character a byte, others as `\uXXXX` or `\UXXXXXXXX`. */
function unicodeLine(from: Cursor): string {
  const at = from.at;
  return from.line().replace(/\\u([0-9a-fA-F]{4})|\\U([0-9a-fA-F]{8})/g, (_, short?: string, wide?: string) => {
    const point = Number.parseInt((short ?? wide)!, 16);
    if (point > 0x10ffff) throw from.fault('a character beyond Unicode', at);
    return String.fromCodePoint(point);
  });
}

const escapes: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', a: '\x07', b: '\b', f: '\f', v: '\v' };

/** A Python 2 `str` of protocol 0, as its `repr` wrote it. */
function stringLine(from: Cursor): string {
  const at = from.at;
  const text = from.line();
  const quoted = /^(['"])(.*)\1$/s.exec(text);
  if (!quoted) throw from.fault('a text without quotation marks', at);
  return quoted[2]!.replace(/\\x([0-9a-f]{2})|\\(.)/gis, (_, hex?: string, plain?: string) =>
    hex ? String.fromCharCode(Number.parseInt(hex, 16)) : (escapes[plain!] ?? plain!),
  );
}

const latin1 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('latin1');

function textPair(machine: Machine): readonly [string, string] {
  const name = pop(machine);
  const module = pop(machine);
  if (typeof module === 'string' && typeof name === 'string') return [module, name];
  throw machine.from.fault(`STACK_GLOBAL of ${written(module)} and ${written(name)}`);
}

function namedLines(from: Cursor): Value {
  const at = from.at - 1;
  return globalOf(from.line(), from.line(), from, at);
}

function frame(from: Cursor): void {
  const size = from.number('u8');
  const left = from.bytes.length - from.at;
  if (size > left) throw from.fault(`is truncated: a frame of ${size} bytes where ${left} are left`);
}

function protocol(from: Cursor): void {
  const version = from.number('u1');
  if (version > 5) throw from.fault(`pickle protocol ${version}`, from.at - 1);
}

/** The opcodes of a dict of arrays, by their byte. */
const opcodes: Readonly<Record<number, (machine: Machine) => void>> = byByte({
  '\x80': ({ from }) => protocol(from),
  '\x95': ({ from }) => frame(from),
  '}': push(() => ({ kind: 'dict', entries: [] })),
  '(': push(() => ({ kind: 'mark' })),
  ')': push(() => []),
  d: (m) => m.stack.push(fill({ kind: 'dict', entries: [] }, evenly(m, popMarked(m)))),
  s: (m) => setItems(m, [pop(m), pop(m)].reverse()),
  u: (m) => setItems(m, popMarked(m)),
  t: (m) => m.stack.push(popMarked(m)),
  '\x85': tuple(1),
  '\x86': tuple(2),
  '\x87': tuple(3),
  N: push(() => null),
  '\x88': push(() => true),
  '\x89': push(() => false),
  I: push(intOrBool),
  L: push(integerLine),
  J: push((from) => from.number('i4')),
  K: push((from) => from.number('u1')),
  M: push((from) => from.number('u2')),
  '\x8a': push((from) => long(from, from.number('u1'))),
  '\x8b': push((from) => long(from, from.number('u4'))),
  V: push(unicodeLine),
  S: push(stringLine),
  X: push((from) => from.text(from.number('u4'))),
  '\x8c': push((from) => from.text(from.number('u1'))),
  '\x8d': push((from) => from.text(from.number('u8'))),
  T: push((from) => latin1(from.take(from.number('u4')))),
  U: push((from) => latin1(from.take(from.number('u1')))),
  B: push((from) => from.take(from.number('u4'))),
  C: push((from) => from.take(from.number('u1'))),
  '\x8e': push((from) => from.take(from.number('u8'))),
  '\x96': push((from) => from.take(from.number('u8'))),
  c: push((from) => namedLines(from)),
  '\x93': (m) => m.stack.push(globalOf(...textPair(m), m.from, m.from.at - 1)),
  R: (m) => {
    const args = pop(m);
    m.stack.push(reduce(pop(m), args, m.from));
  },
  b: (m) => {
    const state = pop(m);
    build(m.stack.at(-1), state, m.from);
  },
  '\x94': (m) => put(() => m.memo.size)(m),
  p: put(memoLine),
  q: put((from) => from.number('u1')),
  r: put((from) => from.number('u4')),
  g: get(memoLine),
  h: get((from) => from.number('u1')),
  j: get((from) => from.number('u4')),
});

function evenly({ from }: Machine, items: Value[]): Value[] {
  if (items.length % 2) throw from.fault('a dict of an odd number of objects');
  return items;
}

function byByte<V>(table: Readonly<Record<string, V>>): Readonly<Record<number, V>> {
  return Object.fromEntries(Object.entries(table).map(([character, run]) => [character.charCodeAt(0), run]));
}
