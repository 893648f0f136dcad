/** Where a name's value lives: accessors on the cell's own variable. */
export interface Box {
  get v(): unknown;
  set v(value: unknown);
}

/** The values of the session's names, shared by all cells. */
export class Scope {
  private readonly boxes = new Map<string, Box>();

  box(name: string): Box {
    const box = this.boxes.get(name);
    if (!box) throw new ReferenceError(`${name} is not defined`);
    return box;
  }

  /** Takes in a cell's names before it runs, so that its functions and later cells share its variables. */
  define(names: Record<string, Box>): Map<string, Box | undefined> {
    const before = new Map<string, Box | undefined>();
    for (const [name, box] of Object.entries(names)) {
      before.set(name, this.boxes.get(name));
      this.boxes.set(name, box);
    }
    return before;
  }

  /** After a cell that failed: names that it did not reach become again what they were before it. */
  restore(before: Map<string, Box | undefined>): string[] {
    const unset: string[] = [];
    for (const [name, old] of before) {
      if (reached(this.boxes.get(name))) continue;
      unset.push(name);
      if (old) this.boxes.set(name, old);
      else this.boxes.delete(name);
    }
    return unset;
  }

  all(): Iterable<[string, Box]> {
    return this.boxes;
  }

  /** The names that have a value, with it. */
  values(): Record<string, unknown> {
    const values: Record<string, unknown> = Object.create(null);
    for (const [name, box] of this.boxes) if (reached(box)) values[name] = box.v;
    return values;
  }

  clear(): void {
    this.boxes.clear();
  }
}

/** A `let`, `const` or `class` that was not reached throws when read. */
function reached(box: Box | undefined): boolean {
  try {
    void box?.v;
    return true;
  } catch {
    return false;
  }
}
