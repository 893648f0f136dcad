import { existsSync } from 'node:fs';
import { builtOf, isBuilt, type Project, sourceOf } from '../loader/project.js';

/**
 * Which file holds the types of a module of the project: the built `.d.ts` while it is up to date (small, quickly
 * read), the source once it has been edited. One of the two for everybody, whichever way the module is imported:
 * else a class would be two types.
 */
export class ProjectTypes {
  private readonly seen = new Map<string, boolean>();
  private changed = false;

  constructor(private readonly project: Project | undefined) {}

  private source(file: string): string | undefined {
    if (!this.project) return undefined;
    const source = sourceOf(this.project, file.replace(/\.d\.([cm]?)ts$/, '.$1js'));
    return source ?? (builtOf(this.project, file) ? file : undefined);
  }

  /** The file to read instead of a resolved one. */
  canonical(file: string): string {
    const source = this.source(file);
    if (!source || !/\.m?tsx?$/.test(source)) return file;
    const fresh = isBuilt(this.project!, source);
    this.seen.set(source, fresh);
    const types = builtOf(this.project!, source)!.replace(/\.(m?)js$/, '.d.$1ts');
    return fresh && existsSync(types) ? types : source;
  }

  /** Looks whether sources were edited or built since the last time. */
  refresh(): void {
    this.changed = [...this.seen].some(([source, fresh]) => isBuilt(this.project!, source) !== fresh);
  }

  /** TypeScript keeps its resolutions unless told that they no longer hold. */
  get invalidated(): boolean {
    return this.changed;
  }
}
