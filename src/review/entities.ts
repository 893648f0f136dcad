import type { MultimodalGraph } from '../graph/index.js';
import type { ReviewEntity } from './data.js';

/** The entities of one graph that a page names, in the order in which it first does. */
export class NamedEntities {
  readonly #places = new Map<number, number>();
  readonly #graph: MultimodalGraph;

  constructor(graph: MultimodalGraph) {
    this.#graph = graph;
  }

  /** The place of a row among them. */
  of(row: number): number {
    const found = this.#places.get(row);
    if (found !== undefined) return found;
    this.#places.set(row, this.#places.size);
    return this.#places.size - 1;
  }

  /** Their rows by place. */
  get rows(): number[] {
    return [...this.#places.keys()];
  }

  /** @param pictures by place */
  list(pictures: ReadonlyMap<number, string>): ReviewEntity[] {
    const { ids, labels } = this.#graph;
    return this.rows.map((row, place) => {
      const picture = pictures.get(place);
      return { id: ids[row]!, label: labels[row]!, ...(picture !== undefined && { picture }) };
    });
  }
}
