interface Known {
  version: number;
  stamp: string;
  /** Files that import this one: they must be made new with it. */
  importers: Set<string>;
}

type Stat = (file: string) => { mtimeMs: number; size: number };

/**
 * Which version of each source file is the current one. A file whose time or size has changed gets the next
 * version, and with it every file that imports it, directly or not.
 */
export class Versions {
  private readonly files = new Map<string, Known>();

  constructor(private readonly stat: Stat) {}

  private stamp(file: string): string {
    try {
      const { mtimeMs, size } = this.stat(file);
      return `${mtimeMs}:${size}`;
    } catch {
      return 'gone';
    }
  }

  /** The current version of a file that `importer` imports. */
  use(file: string, importer?: string): number {
    let known = this.files.get(file);
    if (!known) {
      known = { version: 0, stamp: this.stamp(file), importers: new Set() };
      this.files.set(file, known);
    }
    if (importer) known.importers.add(importer);
    return known.version;
  }

  /** Looks for files that have changed since. */
  check(): void {
    const changed: string[] = [];
    for (const [file, known] of this.files) {
      const stamp = this.stamp(file);
      if (stamp === known.stamp) continue;
      known.stamp = stamp;
      changed.push(file);
    }
    this.renew(changed);
  }

  renewAll(): void {
    this.renew([...this.files.keys()]);
  }

  private renew(files: readonly string[]): void {
    const queue = [...files];
    const done = new Set<string>();
    while (queue.length > 0) {
      const file = queue.pop()!;
      const known = this.files.get(file);
      if (!known || done.has(file)) continue;
      done.add(file);
      known.version += 1;
      queue.push(...known.importers);
    }
  }
}
