import type { Touched } from '../language/touched.js';

/** A cell that runs again whenever a name that it uses is changed (`%reactive`). */
export interface ReactiveCell extends Touched {
  /** The client's id of the cell, or its text where the client tells none. */
  key: string;
  code: string;
  label: string;
  /** Under this id its result stands in the page, wherever the cell is. */
  display: string;
}

const meet = (a: ReadonlySet<string>, b: ReadonlySet<string>): boolean => [...a].some((name) => b.has(name));

/** Why a cell cannot be reactive; undefined when it can. */
export type Refusal = string | undefined;

/** The reactive cells of a session, in the order in which they run: each behind those whose names it uses. */
export class Reactive {
  private cells: ReactiveCell[] = [];

  get empty(): boolean {
    return this.cells.length === 0;
  }

  clear(): void {
    this.cells = [];
  }

  drop(keys: readonly string[]): void {
    this.cells = this.cells.filter(({ key }) => !keys.includes(key));
  }

  /** Takes a cell in, in the place of what it was before and of other cells that make its names. */
  add(cell: ReactiveCell): Refusal {
    const others = this.cells.filter((c) => c.key !== cell.key && !meet(c.changes, cell.changes));
    const circle = findCircle([...others, cell], cell);
    if (circle)
      return `A reactive cell must not depend on itself: ${circle.join(' → ')}. Name one of the values anew, or leave out one %reactive.`;
    this.cells = inOrder([...others, cell]);
    return undefined;
  }

  /**
   * Runs what depends on the changed names, in order. What a cell makes is handed on only if it ran to its end.
   * @param run answers whether it did
   */
  async follow(changes: Iterable<string>, run: (cell: ReactiveCell) => Promise<boolean>): Promise<void> {
    const changed = new Set(changes);
    for (const cell of [...this.cells])
      if (meet(cell.uses, changed) && (await run(cell))) for (const name of cell.changes) changed.add(name);
  }
}

/** The cells that use what a cell makes. */
const users = (cells: readonly ReactiveCell[], of: ReactiveCell): ReactiveCell[] =>
  cells.filter(({ uses }) => meet(uses, of.changes));

/** The names along a way from a cell back to itself. */
function findCircle(cells: readonly ReactiveCell[], start: ReactiveCell): string[] | undefined {
  const seen = new Set<ReactiveCell>();
  const walk = (cell: ReactiveCell, way: readonly string[]): string[] | undefined => {
    for (const next of users(cells, cell)) {
      const name = [...cell.changes].find((n) => next.uses.has(n))!;
      if (next === start) return [...way, name, way[0] ?? name];
      if (seen.has(next)) continue;
      seen.add(next);
      const found = walk(next, [...way, name]);
      if (found) return found;
    }
    return undefined;
  };
  return walk(start, []);
}

function inOrder(cells: readonly ReactiveCell[]): ReactiveCell[] {
  const order: ReactiveCell[] = [];
  const seen = new Set<ReactiveCell>();
  const visit = (cell: ReactiveCell): void => {
    if (seen.has(cell)) return;
    seen.add(cell);
    for (const user of users(cells, cell)) visit(user);
    order.unshift(cell);
  };
  for (const cell of [...cells].reverse()) visit(cell);
  return order;
}
