import { existsSync, statSync } from 'node:fs';
import { dirname, join, relative, resolve, sep } from 'node:path';

/**
 * A TypeScript project around the notebooks: where its sources lie and where they are built to. A module of the
 * project has the URL of its built file, so that the package's name and `../src/x` are one module and
 * `import.meta.url` leads to the same assets as ever. Its text is the built file's as long as that is up to date,
 * and the source's as soon as somebody edits it.
 */
export interface Project {
  /** tsconfig.json */
  config: string;
  sources: string;
  built: string;
}

/**
 * The nearest project at `from` or above.
 * @param readConfig parses a tsconfig.json (comments allowed)
 */
export function findProject(from: string, readConfig: (file: string) => unknown): Project | undefined {
  if (process.env.TYPESCRIPT_KERNEL_SOURCES === '0') return undefined;
  for (let folder = resolve(from); ; folder = dirname(folder)) {
    const config = join(folder, 'tsconfig.json');
    if (existsSync(config)) {
      const options = (readConfig(config) as { compilerOptions?: { rootDir?: string; outDir?: string } } | undefined)
        ?.compilerOptions;
      if (!options?.rootDir || !options.outDir) return undefined;
      return { config, sources: resolve(folder, options.rootDir), built: resolve(folder, options.outDir) };
    }
    if (dirname(folder) === folder) return undefined;
  }
}

const moved = (file: string, from: string, to: string): string | undefined =>
  file.startsWith(from + sep) ? join(to, relative(from, file)) : undefined;

/** The source of a built file (`dist/a.js` → `src/a.ts`, or `src/a.js`), or undefined. */
export function sourceOf(project: Project, built: string): string | undefined {
  const path = moved(built, project.built, project.sources);
  if (!path) return undefined;
  const candidates = [path.replace(/\.js$/, '.ts'), path.replace(/\.mjs$/, '.mts'), path.replace(/\.js$/, '.tsx')];
  return [...candidates.filter((c) => c !== path), path].find((c) => /\.m?[jt]sx?$/.test(c) && existsSync(c));
}

/** Where a source is built to (`src/a.ts` → `dist/a.js`), or undefined for what is not a source of the project. */
export function builtOf(project: Project, source: string): string | undefined {
  if (source.endsWith('.d.ts')) return undefined;
  const path = moved(source, project.sources, project.built);
  return path && /\.m?[jt]sx?$/.test(path) ? path.replace(/\.(m?)[jt]sx?$/, '.$1js') : undefined;
}

const modified = (file: string): number => {
  try {
    return statSync(file).mtimeMs;
  } catch {
    return -1;
  }
};

/** Whether a source has been built since it was last edited. */
export function isBuilt(project: Project, source: string): boolean {
  const built = builtOf(project, source);
  return built !== undefined && modified(built) >= modified(source);
}
