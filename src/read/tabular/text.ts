import { isUtf8 } from 'node:buffer';
import { InputError } from '../../base/index.js';

const NEWLINE = 10;

/** @throws {InputError} when the bytes are no text in UTF-8 */
export function checkText(bytes: Uint8Array, path: string): void {
  const utf16 = (bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff);
  const nul = bytes.subarray(0, 4096).includes(0);
  if (!utf16 && !nul && isUtf8(bytes)) return;
  const where = utf16 || nul ? path : `${path}:${lineOfFault(bytes)}`;
  throw new InputError(
    `is not UTF-8 text${utf16 || nul ? ' (UTF-16?)' : ''}`,
    where,
    'Convert the file to UTF-8 (iconv -t utf-8)',
  );
}

/** The line in which the first byte stands that is not UTF-8. */
function lineOfFault(bytes: Uint8Array): number {
  let [line, start] = [1, 0];
  for (let at = 0; at < bytes.length; at++) {
    if (bytes[at] !== NEWLINE) continue;
    if (!isUtf8(bytes.subarray(start, at))) return line;
    [line, start] = [line + 1, at + 1];
  }
  return line;
}

/** Text without the mark that some programs put first. */
export const withoutBom = (bytes: Uint8Array): Uint8Array =>
  bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? bytes.subarray(3) : bytes;
