import { basename } from 'node:path';
import type { DataFactory, Quad } from 'n3';
import { RdfXmlParser } from 'rdfxml-streaming-parser';
import { InputError } from '../../base/index.js';

/** Characters that entities may stand for: a short file can name a long one any number of times. */
const mostExpanded = 2 ** 26;

/** Elements within elements: saxes looks through all of them at each one, which takes minutes for a megabyte of them. */
export const mostNested = 1000;

/** Hands statements on as they are parsed; as a stream the parser would hand them on later. */
class StatementParser extends RdfXmlParser {
  #depth = 0;

  constructor(
    factory: typeof DataFactory,
    base: string,
    readonly onQuad: (quad: Quad) => void,
  ) {
    super({ dataFactory: factory as never, baseIRI: base, trackPosition: true });
    this.on('error', (error: Error) => {
      throw error;
    });
  }

  override push(quad: unknown): boolean {
    if (quad) this.onQuad(quad as Quad);
    return true;
  }

  protected override onTag(tag: Parameters<RdfXmlParser['onTag']>[0]): void {
    if (++this.#depth > mostNested) throw new Error('elements are nested too deeply');
    super.onTag(tag);
  }

  protected override onCloseTag(): void {
    this.#depth--;
    super.onCloseTag();
  }

  parse(text: string): void {
    this._transform(text, 'utf8', (error) => {
      if (error) throw error;
    });
  }

  /** Refuses a document that is cut off, which the parser itself takes for the whole. */
  finish(): void {
    // biome-ignore lint/complexity/useLiteralKeys: it is private by its types, and reached so alone
    this['saxParser'].close();
  }
}

/**
 * Parses RDF/XML. Relative IRIs are told from `file:///NAME` where the document has no `xml:base`.
 * @throws {InputError} with `file:line` for what is no RDF/XML, or is cut off
 */
export function parseRdfXml(
  pieces: Iterable<string>,
  path: string,
  factory: typeof DataFactory,
  onQuad: (quad: Quad) => void,
): void {
  const entities = new Entities(path);
  try {
    const parser = new StatementParser(factory, `file:///${encodeURIComponent(basename(path))}`, onQuad);
    for (const piece of pieces) {
      entities.count(piece);
      parser.parse(piece);
    }
    parser.finish();
  } catch (cause) {
    if (cause instanceof InputError) throw cause;
    throw syntaxError(cause as Error, path);
  }
}

/** Counts what a document's own entities (`<!ENTITY e "…">`) stand for, before they are put in. */
class Entities {
  readonly #lengths = new Map<string, number>();
  #total = 0;

  constructor(readonly path: string) {}

  count(text: string): void {
    for (const [, name, value] of text.matchAll(/<!ENTITY\s+(\S+)\s+["']([^"']*)["']/g))
      this.#lengths.set(name!, value!.length);
    if (this.#lengths.size === 0) return;
    for (const [, name] of text.matchAll(/&([^;&\s]+);/g)) this.#total += this.#lengths.get(name!) ?? 0;
    if (this.#total <= mostExpanded) return;
    throw new InputError(
      `its entities stand for more than ${mostExpanded / 2 ** 20} MiB of text`,
      this.path,
      'Write it without entities, e.g. as Turtle',
    );
  }
}

function syntaxError(cause: Error, path: string): InputError {
  const [, line, message = cause.message] = /^(?:Line )?(\d+)(?::| column )\d+: (.*)$/s.exec(cause.message) ?? [];
  const what = message.length > 120 ? `${message.slice(0, 120)}…` : message.replace(/\.$/, '');
  return new InputError(
    `is no RDF/XML: ${what}`,
    line === undefined ? path : `${path}:${line}`,
    'Mend the line; where the file ends there, it is truncated',
    { cause },
  );
}
