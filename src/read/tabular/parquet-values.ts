import { isUtf8 } from 'node:buffer';
import type { ParquetParsers, SchemaElement } from 'hyparquet';
import { DEFAULT_PARSERS } from 'hyparquet/src/convert.js';

/**
 * A column as hyparquet shall read it, and what becomes of its values. hyparquet 1.33.0 makes numbers of decimals, so that ids
 * which databases keep as DECIMAL(38, 0) lose their last digits and fall together; it cuts times off at milliseconds, gives
 * times of day without their unit, and makes text of bytes that are none. So such values are taken as they are stored.
 */
export interface ExactColumn {
  readonly element: SchemaElement;
  /** A value that is there, as text or as what `json.ts` makes a cell of. */
  readonly value: (stored: unknown) => unknown;
}

/** Digits behind a decimal's point: Arrow's widest has 76 in all. */
const MAX_SCALE = 1000;

export function exactColumn(element: SchemaElement): ExactColumn {
  const { converted_type: old, logical_type: kind, ...stored } = element;
  if (old === 'DECIMAL' || kind?.type === 'DECIMAL') {
    const scale = element.scale ?? (kind?.type === 'DECIMAL' ? kind.scale : 0);
    if (!(scale >= 0 && scale <= MAX_SCALE)) throw new Error(`a decimal with ${scale} digits behind the point`);
    return { element: stored, value: (v) => decimalText(integerOf(v), scale) };
  }
  const unit = timeUnit(element);
  if (unit) return { element: stored, value: (v) => clockText(BigInt(v as number | bigint), unit) };
  if (kind?.type === 'DATE') return { element: { ...element, converted_type: 'DATE' }, value: plain };
  if (element.type === 'FLOAT') return { element, value: (v) => String(shortestFloat(v as number)) };
  // As text: `cell` takes a long whole number for one that has lost digits, which here it has not.
  if (element.type === 'DOUBLE') return { element, value: String };
  return { element, value: plain };
}

const plain = (value: unknown): unknown => (value instanceof Uint8Array ? bytesText(value) : value);

/** Columns that say nothing of themselves hold text in most files, ids of bytes in others. */
const bytesText = (bytes: Uint8Array): string =>
  isUtf8(bytes) ? Buffer.from(bytes).toString() : Buffer.from(bytes).toString('hex');

/** Of two's complement, the most significant byte first. */
function integerOf(value: unknown): bigint {
  if (!(value instanceof Uint8Array)) return BigInt(value as number | bigint);
  const hex = Buffer.from(value).toString('hex');
  return hex === '' ? 0n : BigInt.asIntN(8 * value.length, BigInt(`0x${hex}`));
}

/** An integer with its point `scale` digits from the end; zeros that end the fraction are left out, as numbers leave them. */
function decimalText(integer: bigint, scale: number): string {
  if (scale === 0) return String(integer);
  const digits = String(integer < 0n ? -integer : integer).padStart(scale + 1, '0');
  const fraction = digits.slice(-scale).replace(/0+$/, '');
  return `${integer < 0n ? '-' : ''}${digits.slice(0, -scale)}${fraction && `.${fraction}`}`;
}

const perSecond = { MILLIS: 1_000n, MICROS: 1_000_000n, NANOS: 1_000_000_000n } as const;
type Unit = keyof typeof perSecond;

function timeUnit({ converted_type: old, logical_type: kind }: SchemaElement): Unit | undefined {
  if (kind?.type === 'TIME') return kind.unit;
  return old === 'TIME_MILLIS' ? 'MILLIS' : old === 'TIME_MICROS' ? 'MICROS' : undefined;
}

/** A time of day as `01:02:03.456789`; what is no time of day stays the number. */
function clockText(time: bigint, unit: Unit): string {
  const seconds = time / perSecond[unit];
  if (time < 0n || seconds > 86_400n) return String(time);
  const parts = [seconds / 3600n, (seconds / 60n) % 60n, seconds % 60n].map((part) => String(part).padStart(2, '0'));
  return `${parts.join(':')}${fractionText(time % perSecond[unit], unit)}`;
}

function fractionText(rest: bigint, unit: Unit): string {
  const digits = String(rest)
    .padStart(String(perSecond[unit]).length - 1, '0')
    .replace(/0+$/, '');
  return digits && `.${digits}`;
}

/** A point in time as `2020-01-31T00:00:00.000Z`, with the digits behind milliseconds that it has. */
function instantText(time: bigint, unit: Unit): string | undefined {
  const per = perSecond[unit];
  const rest = ((time % per) + per) % per;
  const date = new Date(Number((time - rest) / per) * 1000);
  if (Number.isNaN(date.getTime())) return undefined;
  const fraction = fractionText(rest, unit).slice(1).padEnd(3, '0');
  return `${date.toISOString().slice(0, -4)}${fraction}Z`;
}

/** The shortest decimal that is this number in single precision, e.g. .1 where a double would be .10000000149011612. */
function shortestFloat(value: number): number {
  for (let digits = 6; digits < 9; digits++) {
    const short = Number(value.toPrecision(digits));
    if (Math.fround(short) === value) return short;
  }
  return value;
}

const instant = (unit: Unit) => (time: bigint | number) => instantText(BigInt(time), unit) as unknown as Date;

/** Times as text, since a `Date` ends at milliseconds. */
export const exactParsers: ParquetParsers = {
  ...DEFAULT_PARSERS,
  timestampFromMilliseconds: instant('MILLIS'),
  timestampFromMicroseconds: instant('MICROS'),
  timestampFromNanoseconds: instant('NANOS'),
  dateFromDays(days: number) {
    const date = new Date(days * 86_400_000);
    return (Number.isNaN(date.getTime()) ? undefined : date.toISOString().slice(0, -14)) as unknown as Date;
  },
};
