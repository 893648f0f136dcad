/** A part of a drawn character; one that has no character of its own has parts alone. */
export interface Part {
  readonly character?: string | undefined;
  /** Where it stands in the whole: `left`, `around` …, or `component` where nothing says. */
  readonly place: string;
  readonly parts: readonly Part[];
}

/**
 * The triples (whole, place, part) of a character: of each part the nearest that is an entity. A part of a part keeps no
 * place. Each triple stands once, and nothing is its own part.
 */
export function partTriples(
  whole: string,
  parts: readonly Part[],
  isEntity: (character: string) => boolean,
): [string, string, string][] {
  const found = new Map<string, [string, string, string]>();
  const visit = (part: Part, place: string, depth: number): void => {
    const { character } = part;
    if (character !== undefined && character !== whole && isEntity(character))
      found.set(`${place} ${character}`, [whole, place, character]);
    else if (depth < DEEPEST) for (const inner of part.parts) visit(inner, 'component', depth + 1);
  };
  for (const part of parts) visit(part, part.place, 0);
  return [...found.values()];
}

/** Parts within parts: more than any character has, fewer than a table that goes round in circles. */
const DEEPEST = 12;
