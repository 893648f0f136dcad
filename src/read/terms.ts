/** An IRI without the angle brackets that some files put around it: with and without, it is the same. */
export const bareIri = (text: string): string =>
  text.length > 2 && text.startsWith('<') && text.endsWith('>') ? text.slice(1, -1) : text;

/** A literal as a file tells it. */
export interface LiteralText {
  readonly value: string;
  readonly language?: string;
  readonly datatype?: string;
}

const escapes: Readonly<Record<string, string>> = { t: '\t', b: '\b', n: '\n', r: '\r', f: '\f' };

/** A literal in quotation marks, with `@language` or `^^<datatype>` behind it or not; any other text is a plain value. */
export function literalText(text: string): LiteralText {
  const quoted = /^"(.*)"(?:@([a-z]+(?:-[a-z\d]+)*)|\^\^(<[^<>]+>|[^\s"<>]+))?$/is.exec(text);
  if (!quoted) return { value: text };
  const [, inner, language, datatype] = quoted;
  return {
    value: unescaped(inner!),
    ...(language && { language: language.toLowerCase() }),
    ...(datatype && { datatype: bareIri(datatype) }),
  };
}

const unescaped = (text: string): string =>
  text.replace(/\\u([\da-fA-F]{4})|\\U(0[\da-fA-F]{7}|0010[\da-fA-F]{4})|\\(.)/gs, (all, short, long, plain) => {
    if (plain !== undefined) return escapes[plain] ?? ('"\'\\'.includes(plain) ? plain : all);
    const point = Number.parseInt(short ?? long, 16);
    return point <= 0x10ffff ? String.fromCodePoint(point) : all;
  });
