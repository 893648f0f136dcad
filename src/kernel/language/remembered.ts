import ts = require('typescript');

/** Whether a file is of an installed package. */
export const inPackages = (file: string): boolean => file.includes('/node_modules/');

/** What is remembered of installed packages, and how often they have changed. */
export interface Memory {
  caches: Map<string, unknown>[];
  epoch: number;
}

/** Remembers answers for files of installed packages: they change under a running kernel only when it installs some. */
export function remember<T>(memory: Memory, ask: (file: string) => T): (file: string) => T {
  const answers = new Map<string, T>();
  memory.caches.push(answers);
  return (file) => {
    if (!inPackages(file)) return ask(file);
    if (answers.has(file)) return answers.get(file)!;
    const answer = ask(file);
    answers.set(file, answer);
    return answer;
  };
}

type ByPath = NonNullable<ts.CompilerHost['getSourceFileByPath']>;

/** The parsed files of packages, at hand for the next program: the service's own registry takes a millisecond a cell to say that they are as before. */
export class PackageSources {
  private readonly files = new Map<string, ts.SourceFile>();

  constructor(memory: Memory) {
    memory.caches.push(this.files);
  }

  serve(compiler: ts.CompilerHost): void {
    const registry: ByPath = compiler.getSourceFileByPath!;
    compiler.getSourceFileByPath = (file, path, ...rest) => {
      const known = this.files.get(path);
      if (known) return known;
      const source = registry(file, path, ...rest);
      if (source && inPackages(file)) this.files.set(path, source);
      return source;
    };
  }

  /** No program uses the file any more, and the registry forgets it. */
  release(path: string): void {
    this.files.delete(path);
  }
}

/** When the project's own files were changed, as seen when somebody last looked. */
export class Times {
  private readonly seen = new Map<string, string>();
  changes = 0;

  of(file: string): string {
    const known = this.seen.get(file);
    if (known !== undefined) return known;
    const time = String(ts.sys.getModifiedTime?.(file)?.getTime() ?? 0);
    this.seen.set(file, time);
    return time;
  }

  look(): void {
    for (const [file, time] of [...this.seen]) {
      this.seen.delete(file);
      if (this.of(file) !== time) this.changes += 1;
    }
  }
}
