import { EventEmitter } from 'node:events';
import { DataFactory, Parser, type Quad } from 'n3';
import { InputError } from '../../base/index.js';
import { inTime } from '../time-limit.js';
import { textPieces } from './text.js';
import { parseRdfXml } from './xml.js';

/** RDF's formats by the end of a file's name; `.gz` may follow. */
const formats: Readonly<Record<string, string>> = {
  nt: 'N-Triples',
  ttl: 'Turtle',
  nq: 'N-Quads',
  trig: 'TriG',
  rdf: 'RDF/XML',
  owl: 'RDF/XML',
};

/** The format that a file's name tells; undefined where it is none of RDF. */
export function rdfFormat(name: string): string | undefined {
  const [, ending] = /\.([a-z]+)(\.gz)?$/i.exec(name) ?? [];
  return ending && Object.hasOwn(formats, ending.toLowerCase()) ? formats[ending.toLowerCase()] : undefined;
}

/**
 * Parses an RDF file, statement by statement. Blank nodes are named as in the file, those without a name `[1]`, `[2]`, …
 * in the order of the file: both mean nothing outside of it.
 * @param path what errors call the file; its name tells the format
 * @returns how many statements there were
 * @throws {InputError} with `file:line` for what is no RDF of the format that the file's name tells
 */
export function parseRdf(bytes: Uint8Array, path: string, onQuad: (quad: Quad) => void): number {
  const format = rdfFormat(path)!;
  let anonymous = 0;
  // n3 numbers nameless nodes through all files of a process, and its `n3-0` may be a name in the file, too.
  const blankNode = (name?: string) => DataFactory.blankNode(name ?? `[${++anonymous}]`);
  const factory = { ...DataFactory, blankNode } as typeof DataFactory;
  let count = 0;
  const counted = (quad: Quad) => {
    count++;
    onQuad(quad);
  };
  // What is packed holds many times its size.
  inTime(path, bytes.length * (/\.gz$/i.test(path) ? 50 : 1), () => {
    if (format === 'RDF/XML') parseRdfXml(textPieces(bytes, path), path, factory, counted);
    else parseText(textPieces(bytes, path), path, { format, factory }, counted);
  });
  return count;
}

function parseText(
  pieces: Iterable<string>,
  path: string,
  options: { readonly format: string; readonly factory: typeof DataFactory },
  onQuad: (quad: Quad) => void,
): void {
  const parser = new Parser({ ...options, blankNodePrefix: '' });
  const feed = new EventEmitter();
  parser.parse(feed, (error, quad) => {
    if (error) throw syntaxError(error, options.format, path);
    if (quad) onQuad(quad);
  });
  for (const text of pieces) feed.emit('data', text);
  feed.emit('end');
}

function syntaxError(error: Error & { context?: { line?: number } }, format: string, path: string): InputError {
  const line = error.context?.line;
  const what = error.message.replace(/ on line \d+\.?$/, '');
  return new InputError(
    `is no ${format}: ${what.length > 120 ? `${what.slice(0, 120)}…` : what}`,
    line === undefined ? path : `${path}:${line}`,
    'Mend the line; where the file ends there, it is truncated',
    { cause: error },
  );
}
