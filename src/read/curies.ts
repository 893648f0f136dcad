/** Ids as SSSOM wants them, CURIEs, with the prefixes they are made by. */
export interface Curies {
  readonly prefixes: ReadonlyMap<string, string>;
  of(side: 'left' | 'right', id: string): string;
}

const local = /^[^\s|"/#?]+$/;

/** `MONDO:0001` is one as it stands; where it leads, the registry of prefixes knows. */
const curie = /^(?!(?:https?|urn|file|tag|mailto|left|right|ns\d+|skos|semapv):)([A-Za-z_][\w.-]*):[^\s|"/]\S*$/;

/**
 * Gives each id a CURIE: an IRI by what stands before its last part, a CURIE as it is, any other text by the prefix of its
 * graph. {@link fromCurie} is the way back.
 */
export function curies(): Curies {
  const prefixes = new Map<string, string>();
  const byNamespace = new Map<string, string>();
  const declare = (prefix: string, namespace: string) => {
    prefixes.set(prefix, namespace);
    return prefix;
  };
  const of = (side: 'left' | 'right', id: string): string => {
    const [, namespace, name] = /^(https?:\/\/\S*[/#])([^/#]*)$/.exec(id) ?? [];
    if (namespace && local.test(name!)) {
      const prefix = byNamespace.get(namespace) ?? declare(`ns${byNamespace.size + 1}`, namespace);
      byNamespace.set(namespace, prefix);
      return `${prefix}:${name}`;
    }
    const own = curie.exec(id)?.[1];
    if (own) {
      declare(own, `https://bioregistry.io/${own}:`);
      return id;
    }
    return `${declare(side, `urn:psqe:${side}:`)}:${encodeURIComponent(id)}`;
  };
  return { prefixes, of };
}

/** The id that a CURIE of {@link curies} was made of. @param prefixes those that its file declares */
export function fromCurie(text: string, prefixes: ReadonlyMap<string, string>): string {
  const at = text.indexOf(':');
  const [prefix, rest] = [text.slice(0, at), text.slice(at + 1)];
  const namespace = at < 0 ? undefined : prefixes.get(prefix);
  if (namespace === undefined || namespace === `https://bioregistry.io/${prefix}:`) return text;
  return namespace === `urn:psqe:${prefix}:` ? decoded(rest) : namespace + rest;
}

/** What is no percent-encoded text stays as it is, and will be nobody's id. */
function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
