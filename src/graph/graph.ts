import { DataError, InputError, joined } from '../base/index.js';
import { type Csr, csrFromTriplets } from '../compute/index.js';
import { checkFeatures, checkTriples, rowsOf } from './checks.js';
import type { FeatureTable, GraphParts, Literals, Triples } from './parts.js';

/**
 * One multimodal knowledge graph, checked once, here: whoever holds one need not check again.
 * Entities are row numbers 0 … entityCount-1; `row(id)` finds one by its id in the files.
 */
export class MultimodalGraph {
  readonly name: string;
  readonly ids: readonly string[];
  readonly labels: readonly string[];
  readonly facets: ReadonlyMap<string, readonly string[]>;
  readonly names: readonly string[] | undefined;
  readonly literals: Literals | undefined;
  readonly pictures: readonly (string | undefined)[] | undefined;
  readonly thumbnails: string | undefined;
  readonly entityCount: number;
  readonly relationCount: number;
  readonly triples: Triples;
  readonly features: ReadonlyMap<string, FeatureTable>;
  readonly #rows: ReadonlyMap<string, number>;
  #neighbours?: Csr;

  /**
   * @throws {InputError} an id twice, a triple or table that names an entity or relation out of range, a value that is
   * not a finite number
   * @throws {DataError} no entities, or a modality that no entity has
   */
  constructor(parts: GraphParts) {
    this.name = parts.name ?? 'graph';
    this.ids = parts.ids;
    this.entityCount = parts.ids.length;
    this.labels = parts.labels ?? parts.ids;
    this.facets = new Map(parts.facets);
    this.names = parts.names;
    this.literals = parts.literals;
    this.pictures = parts.pictures;
    this.thumbnails = parts.thumbnails;
    this.relationCount = parts.relationCount;
    this.triples = parts.triples;
    this.features = new Map(parts.features);
    if (this.entityCount === 0) throw new DataError('the graph has no entities', this.name, 'Give at least one');
    this.#rows = rowsOf(this.ids, this.name);
    for (const [what, list] of [
      ['labels', this.labels],
      ['names', this.names],
      ['pictures', this.pictures],
      ...this.facets,
    ] as const)
      if (list && list.length !== this.entityCount)
        throw new InputError(
          `${list.length} ${what} for ${this.entityCount} entities`,
          this.name,
          'Give one an entity',
        );
    checkTriples(this);
    for (const [modality, table] of this.features) checkFeatures(this, modality, table);
  }

  /** The row of the entity that the files call `id`; undefined when this graph has none. */
  row(id: string): number | undefined {
    return this.#rows.get(id);
  }

  /** Whether any triple joins two different entities. */
  get hasEdges(): boolean {
    const { head, tail } = this.triples;
    return head.some((h, t) => h !== tail[t]);
  }

  /** For each entity the number of triples it takes part in (a triple of an entity with itself counts once). */
  degrees(): Int32Array {
    const { head, tail } = this.triples;
    const degrees = new Int32Array(this.entityCount);
    for (let t = 0; t < head.length; t++) {
      degrees[head[t]!]!++;
      if (head[t] !== tail[t]) degrees[tail[t]!]!++;
    }
    return degrees;
  }

  /**
   * Who is joined to whom, both directions, without self-loops: entityCount × entityCount, value = number of triples
   * between the two.
   */
  neighbours(): Csr {
    if (!this.#neighbours) {
      const { head, tail } = this.triples;
      const between = [...head.keys()].filter((t) => head[t] !== tail[t]);
      const a = Int32Array.from(between, (t) => head[t]!);
      const b = Int32Array.from(between, (t) => tail[t]!);
      this.#neighbours = csrFromTriplets(this.entityCount, this.entityCount, joined(a, b), joined(b, a));
    }
    return this.#neighbours;
  }

  /** The same graph with one feature table put in place of (or beside) those it has. */
  withFeatures(name: string, table: FeatureTable): MultimodalGraph {
    return new MultimodalGraph({ ...this, features: new Map(this.features).set(name, table) });
  }
}
