import type { DecodedArray } from 'hyparquet';
import { assembleLists } from 'hyparquet/src/assemble.js';
import { parquetHeader, readPage } from 'hyparquet/src/column.js';
import { convert, convertWithDictionary } from 'hyparquet/src/convert.js';
import { decompressPage, readDataPage, readDataPageV2 } from 'hyparquet/src/datapage.js';

/** Bytes that a page may unpack to. */
const MAX_PAGE = 1 << 30;
/** Values that the last run of a page may have beyond its end: writers fill it up. */
const PADDING = 512;

type Header = ReturnType<typeof parquetHeader>;
type ColumnDecoder = Parameters<typeof readPage>[2];

interface Reader {
  readonly view: DataView;
  offset: number;
}

/**
 * The values of a column that holds one value a row. hyparquet takes the numbers of a page at their word, and would fill the memory
 * or never end on some that are damaged; so its parts are called page by page, each page looked over before.
 * @param rows that the row group has
 * @throws {Error} for pages that say more than there can be
 */
export function readFlatColumn(view: DataView, rows: number, decoder: ColumnDecoder): readonly unknown[] {
  const reader: Reader = { view, offset: 0 };
  const values: unknown[] = [];
  let dictionary: DecodedArray | undefined;
  while (values.length < rows && reader.offset < view.byteLength - 1) {
    const header = parquetHeader(reader);
    checkHeader(header, reader, rows);
    if (header.type === 'DICTIONARY_PAGE') {
      const { data } = readPage(reader, header, decoder, dictionary, undefined, 0);
      if (data) dictionary = convert(data, decoder);
      continue;
    }
    const bytes = new Uint8Array(view.buffer, view.byteOffset + reader.offset, header.compressed_page_size);
    reader.offset += header.compressed_page_size;
    for (const value of pageValues(bytes, header, decoder, dictionary)) values.push(value);
  }
  return values;
}

/** @throws {Error} for a header that says more than there can be */
function checkHeader(header: Header, { view, offset }: Reader, rows: number): void {
  const { data_page_header: page, data_page_header_v2: page2, dictionary_page_header: words } = header;
  const [packed, unpacked] = [header.compressed_page_size, header.uncompressed_page_size];
  const values = page?.num_values ?? page2?.num_values ?? 0;
  if (!(packed >= 0 && offset + packed <= view.byteLength)) throw new Error('a page is cut off');
  // What repeats itself shrinks much, but not to nothing: a few bytes shall not fill the memory.
  if (!(unpacked >= 0 && unpacked <= Math.min(MAX_PAGE, 2 ** 26 + 5000 * packed)))
    throw new Error(`a page of ${unpacked} bytes`);
  if (!(values >= 0 && values <= rows)) throw new Error(`a page of ${values} values among ${rows} rows`);
  if (words && !(words.num_values >= 0 && words.num_values <= unpacked))
    throw new Error('a dictionary of too many words');
  if (!page2) return;
  const levels = page2.definition_levels_byte_length + page2.repetition_levels_byte_length;
  if (!(page2.num_nulls >= 0 && page2.num_nulls <= values))
    throw new Error(`${page2.num_nulls} of ${values} values missing`);
  if (!(page2.definition_levels_byte_length >= 0 && page2.repetition_levels_byte_length >= 0 && levels <= packed))
    throw new Error('a page is shorter than its levels');
}

function pageValues(
  bytes: Uint8Array,
  header: Header,
  decoder: ColumnDecoder,
  dictionary?: DecodedArray,
): DecodedArray {
  const { data_page_header: page, data_page_header_v2: page2 } = header;
  const { codec, compressors, schemaPath } = decoder;
  if (page2) {
    const plain = withoutCompression(bytes, header, decoder);
    const levels = page2.repetition_levels_byte_length;
    const values = levels + page2.definition_levels_byte_length;
    checkRuns(plain, levels, values, 1, page2.num_values);
    checkValues(plain, values, page2.encoding, page2.num_values, decoder);
    const stored = { ...header, data_page_header_v2: { ...page2, is_compressed: false } };
    const read = readDataPageV2(plain, stored, { ...decoder, codec: 'UNCOMPRESSED' });
    const found = convertWithDictionary(read.dataPage, dictionary, page2.encoding, decoder);
    return assembleLists([], read.definitionLevels, read.repetitionLevels, found, schemaPath);
  }
  if (!page) throw new Error(`an unknown kind of page, ${header.type}`);
  const plain = decompressPage(bytes, header.uncompressed_page_size, codec, compressors);
  const view = viewOf(plain);
  const optional = schemaPath.at(-1)!.element.repetition_type === 'OPTIONAL';
  const levels = optional ? 4 + view.getUint32(0, true) : 0;
  if (optional) checkRuns(plain, 4, levels, 1, page.num_values);
  checkValues(plain, levels, page.encoding, page.num_values, decoder);
  const read = readDataPage(plain, page, decoder);
  const found = convertWithDictionary(read.dataPage, dictionary, page.encoding, decoder);
  return assembleLists([], read.definitionLevels, read.repetitionLevels, found, schemaPath);
}

/** A page of the second kind with its values unpacked; its levels never are packed. */
function withoutCompression(bytes: Uint8Array, header: Header, { codec, compressors }: ColumnDecoder): Uint8Array {
  const { definition_levels_byte_length, repetition_levels_byte_length, is_compressed } = header.data_page_header_v2!;
  const levels = definition_levels_byte_length + repetition_levels_byte_length;
  const size = header.uncompressed_page_size - levels;
  if (is_compressed === false || !(size > 0)) return bytes;
  const values = decompressPage(bytes.subarray(levels), size, codec, compressors);
  const plain = new Uint8Array(levels + values.length);
  plain.set(bytes.subarray(0, levels));
  plain.set(values, levels);
  return plain;
}

const viewOf = (bytes: Uint8Array) => new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);

/** Looks values over that are written in runs: numbers of words in the dictionary, or truth values. */
function checkValues(page: Uint8Array, from: number, encoding: string, count: number, { type }: ColumnDecoder): void {
  if (type === 'BOOLEAN' && encoding === 'RLE') checkRuns(page, from + 4, page.length, 1, count);
  else if (encoding.endsWith('DICTIONARY') && from < page.length) {
    const width = page[from]!;
    if (width > 32) throw new Error(`numbers of ${width} bits`);
    checkRuns(page, from + 1, page.length, width, count);
  }
}

/**
 * Walks through runs (a number repeated, or numbers packed bit by bit) as far as there are bytes.
 * @throws {Error} for a run of more values than are left
 */
function checkRuns(bytes: Uint8Array, from: number, to: number, width: number, count: number): void {
  let [at, seen] = [from, 0];
  while (seen < count && at < to) {
    let [header, shift] = [0, 0];
    for (let more = true; more && at < bytes.length; shift += 7) {
      const byte = bytes[at++]!;
      header += (byte & 0x7f) * 2 ** shift;
      more = (byte & 0x80) !== 0;
    }
    const packed = header % 2 === 1;
    const length = packed ? ((header - 1) / 2) * 8 : header / 2;
    if (length > count - seen + (packed ? PADDING : 0))
      throw new Error(`a run of ${length} values where ${count - seen} are left`);
    at += packed ? (length / 8) * width : Math.ceil(width / 8);
    seen += length;
  }
}

/**
 * Compressors none of which unpacks more than a page may have. Nothing unpacks to nothing: pyarrow keeps the dictionary of a
 * column without a value as one zero byte, of which the LZ4 of hyparquet-compressors 1.1.2 makes an error.
 */
export function boundedCompressors<C extends object>(compressors: C): C {
  const bounded = Object.entries(compressors).map(([name, unpack]) => [
    name,
    (input: Uint8Array, length: number) => {
      if (length === 0) return new Uint8Array();
      if (!(length <= MAX_PAGE)) throw new Error(`a page of ${length} bytes`);
      return (unpack as (input: Uint8Array, length: number) => Uint8Array)(input, length);
    },
  ]);
  return Object.fromEntries(bounded) as C;
}
