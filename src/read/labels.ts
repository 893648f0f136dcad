import type { Literals } from '../graph/index.js';

/** Labels in any language, before one language is chosen for both graphs: label i is `text[i]` of row `entity[i]`. */
export interface Labels {
  readonly entity: readonly number[];
  readonly text: readonly string[];
  /** As the file tells it, e.g. `en-gb`; '' where it tells none. */
  readonly language: readonly string[];
  /** What says so: a number into `properties`. */
  readonly property: readonly number[];
  /** Full names, e.g. the IRI of rdfs:label; of two labels of one language, the earlier property's is taken. */
  readonly properties: readonly string[];
}

/** What of a graph has to do with labels. */
interface Labelled {
  readonly name: string;
  readonly ids: readonly string[];
  readonly labels?: readonly (string | undefined)[] | undefined;
  readonly labelled?: Labels | undefined;
  readonly literals?: Literals | undefined;
}

/**
 * Chooses the labels to align on where graphs have them in several languages: those in the language preferred, else in the
 * one that most entities of both graphs have, else in each graph's most frequent one. Where an entity has none in it, the
 * label without a language stands in, then that in the graph's next frequent language. Labels not chosen become literals.
 * @param notes gets a sentence on each graph's language
 */
export function inOneLanguage<G extends Labelled>(
  graphs: readonly [G, G],
  notes: string[],
  preferred?: string,
): [G, G] {
  const counts = graphs.map(({ labelled }) => labelled && languageCounts(labelled));
  const shared = sharedLanguage(counts);
  return graphs.map((graph, side) => {
    const count = counts[side];
    if (!graph.labelled || !count || count.size === 0) return graph;
    const order = [...count.keys()].sort((a, b) => count.get(b)! - count.get(a)! || (a < b ? -1 : 1));
    const wanted = preferred && primary(preferred.toLowerCase());
    const language = [wanted, shared, order[0]].find((each) => each !== undefined && count.has(each))!;
    const why =
      (wanted && wanted !== language && `, as it has none of ${spoken(wanted)}`) ||
      (!wanted && shared === undefined && counts.every(Boolean) && ', as the graphs have none in common');
    notes.push(languageNote(graph, language, count, why || ''));
    return withLabels(graph, graph.labelled, [language, '', ...order]);
  }) as [G, G];
}

/** `en-gb` is English, too. */
const primary = (language: string) => language.split('-')[0]!;

function languageCounts({ entity, language }: Labels): Map<string, number> {
  const seen = new Map<string, Set<number>>();
  language.forEach((each, i) => {
    const name = primary(each);
    const rows = seen.get(name);
    if (rows) rows.add(entity[i]!);
    else seen.set(name, new Set([entity[i]!]));
  });
  return new Map([...seen].map(([name, rows]) => [name, rows.size]));
}

function sharedLanguage([left, right]: readonly (Map<string, number> | undefined)[]): string | undefined {
  const least = (name: string) => Math.min(left!.get(name)!, right!.get(name)!);
  const both = left && right ? [...left.keys()].filter((name) => right.has(name)) : [];
  return both.sort((a, b) => least(b) - least(a) || (a < b ? -1 : 1))[0];
}

const spoken = (language: string) => (language === '' ? 'no language' : `language "${language}"`);

function languageNote({ name, ids }: Labelled, language: string, count: Map<string, number>, why: string): string {
  const others = [...count.keys()].filter((each) => each !== language).map((each) => each || 'none');
  const rest =
    others.length > 0 ? `; there are others (${others.slice(0, 8).join(', ')}${others.length > 8 ? ' …' : ''})` : '';
  return `${name}: ${count.get(language)} of ${ids.length} entities have a label of ${spoken(language)}${why}${rest}`;
}

function withLabels<G extends Labelled>(graph: G, labelled: Labels, order: readonly string[]): G {
  const rank = new Map([...order].reverse().map((language, i) => [language, order.length - i]));
  const cost = (i: number) =>
    rank.get(primary(labelled.language[i]!))! * labelled.properties.length + labelled.property[i]!;
  const best = new Map<number, number>();
  labelled.entity.forEach((row, i) => {
    const before = best.get(row);
    if (before === undefined || cost(i) < cost(before)) best.set(row, i);
  });
  const labels = graph.ids.map((_, row) => graph.labels?.[row] ?? labelled.text[best.get(row) ?? -1]);
  const rest = [...labelled.entity.keys()].filter((i) => best.get(labelled.entity[i]!) !== i);
  return { ...graph, labels, labelled: undefined, literals: withLiterals(graph.literals, labelled, rest) };
}

/** Labels that were not chosen are attributes like others. */
function withLiterals(
  literals: Literals | undefined,
  labelled: Labels,
  which: readonly number[],
): Literals | undefined {
  if (which.length === 0) return literals;
  const names = [...(literals?.attributes ?? [])];
  const number = new Map(names.map((name, i) => [name, i]));
  const attribute = which.map((i) => {
    const name = labelled.properties[labelled.property[i]!]!;
    if (!number.has(name)) number.set(name, names.push(name) - 1);
    return number.get(name)!;
  });
  const count = literals?.entity.length ?? 0;
  const column = (given: readonly (string | undefined)[] | undefined) =>
    given ?? new Array<undefined>(count).fill(undefined);
  return {
    entity: Int32Array.from([...(literals?.entity ?? []), ...which.map((i) => labelled.entity[i]!)]),
    attribute: Int32Array.from([...(literals?.attribute ?? []), ...attribute]),
    attributes: names,
    values: [...(literals?.values ?? []), ...which.map((i) => labelled.text[i]!)],
    languages: [...column(literals?.languages), ...which.map((i) => labelled.language[i] || undefined)],
    datatypes: [...column(literals?.datatypes), ...which.map(() => undefined)],
  };
}
