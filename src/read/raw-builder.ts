import type { Literals } from '../graph/index.js';
import type { RawGraph } from './raw.js';

/** A column of whole numbers that grows as it is filled. */
class Column {
  #data = new Int32Array(1024);
  #length = 0;

  push(value: number): void {
    if (this.#length === this.#data.length) {
      const larger = new Int32Array(this.#length * 2);
      larger.set(this.#data);
      this.#data = larger;
    }
    this.#data[this.#length++] = value;
  }

  get length(): number {
    return this.#length;
  }

  take(): Int32Array {
    return this.#data.slice(0, this.#length);
  }
}

/** Names numbered as they come, each once. */
class Numbering {
  readonly #numbers = new Map<string, number>();

  of(name: string): number {
    let number = this.#numbers.get(name);
    if (number === undefined) {
      number = this.#numbers.size;
      // A copy, as parsers hand out slices, which would keep the whole text of the file in memory. Half a surrogate pair,
      // which JSON can hold, is copied wrong.
      const copy = Buffer.from(name).toString();
      this.#numbers.set(copy === name ? copy : name, number);
    }
    return number;
  }

  find(name: string): number | undefined {
    return this.#numbers.get(name);
  }

  get size(): number {
    return this.#numbers.size;
  }

  names(): string[] {
    return [...this.#numbers.keys()];
  }
}

/** Collects a graph while its files are read, in columns of numbers: a million triples take 12 MB beside their names. */
export class RawGraphBuilder {
  readonly #entities = new Numbering();
  readonly #relations = new Numbering();
  readonly #attributes = new Numbering();
  readonly #triples = { head: new Column(), relation: new Column(), tail: new Column() };
  readonly #literals = { entity: new Column(), attribute: new Column() };
  readonly #values: string[] = [];
  readonly #languages: (string | undefined)[] = [];
  readonly #datatypes: (string | undefined)[] = [];
  readonly #labels: (string | undefined)[] = [];
  readonly #pictures: (string | undefined)[] = [];

  /** The row of an entity, a new one where the id is new. */
  entity(id: string): number {
    return this.#entities.of(id);
  }

  /** The row of an entity that is there already. */
  find(id: string): number | undefined {
    return this.#entities.find(id);
  }

  /** How many entities there are so far. */
  get size(): number {
    return this.#entities.size;
  }

  ids(): string[] {
    return this.#entities.names();
  }

  /** A triple between two entities, by ids; new ids become entities. */
  triple(head: string, relation: string, tail: string): void {
    this.#triples.head.push(this.#entities.of(head));
    this.#triples.relation.push(this.#relations.of(relation));
    this.#triples.tail.push(this.#entities.of(tail));
  }

  label(row: number, text: string): void {
    this.#labels[row] = text;
  }

  /** The absolute path of an entity's picture. */
  picture(row: number, path: string): void {
    this.#pictures[row] = path;
  }

  literal(row: number, attribute: string, value: string, kind: { language?: string; datatype?: string } = {}): void {
    this.#literals.entity.push(row);
    this.#literals.attribute.push(this.#attributes.of(attribute));
    this.#values.push(value);
    if (kind.language) this.#languages[this.#values.length - 1] = kind.language;
    if (kind.datatype) this.#datatypes[this.#values.length - 1] = kind.datatype;
  }

  /** What was collected; `more` goes beside it (features, links, notes). */
  build(name: string, more: Partial<RawGraph> = {}): RawGraph {
    const ids = this.ids();
    const filled = <T>(list: (T | undefined)[], length = ids.length) =>
      list.length === 0 ? undefined : Array.from({ length }, (_, i) => list[i]);
    return {
      name,
      ids,
      labels: filled(this.#labels),
      pictures: filled(this.#pictures),
      relations: this.#relations.names(),
      triples: {
        head: this.#triples.head.take(),
        relation: this.#triples.relation.take(),
        tail: this.#triples.tail.take(),
      },
      literals: this.#literalColumns(filled),
      ...more,
    };
  }

  #literalColumns(filled: <T>(list: (T | undefined)[], length: number) => (T | undefined)[] | undefined) {
    const count = this.#values.length;
    if (count === 0) return undefined;
    const literals: Literals = {
      entity: this.#literals.entity.take(),
      attribute: this.#literals.attribute.take(),
      attributes: this.#attributes.names(),
      values: this.#values,
      languages: filled(this.#languages, count),
      datatypes: filled(this.#datatypes, count),
    };
    return literals;
  }
}
