import { join } from 'node:path';

import ts = require('typescript');

import type { Project } from '../loader/project.js';
import { typeRoot } from './declarations.js';
import { checkDepth } from './depth.js';
import { type CellDiagnostic, diagnose, type LoadedCell } from './diagnose.js';
import { type CellText, emitCell, emitTypes } from './emit.js';
import { GLOBALS } from './globals.js';
import { cellOptions, type ServiceHost, serviceHost } from './host.js';
import { planImports, reached } from './imports.js';
import { ProjectTypes } from './project-types.js';
import { augments, declaredNames, SessionScope } from './scope.js';
import { declaration, withoutExport, words } from './text.js';
import { type Touched, touched } from './touched.js';
import { cellTransformer } from './transform.js';

export interface CompiledCell {
  js: string;
  file: string;
  /** The names that the cell imports. */
  imports: string[];
  /** The names that it uses of modules, and the JavaScript by which it reaches them. */
  imported: ReadonlyMap<string, string>;
  /** Which names it reads and changes; to be asked before the next cell is compiled. */
  touched(): Touched;
  /** Leaves these names as they were before the cell: it did not get as far as defining them. */
  unset(names: readonly string[]): void;
}

/**
 * The TypeScript side of a session. Every executed cell becomes a frozen virtual module beside the notebook,
 * `__cell_4.d.ts`: its types, written down by TypeScript. A new cell sees the earlier names through imports of
 * those modules, put before its text on one line.
 */
export class LanguageSession {
  readonly scope = new SessionScope();
  private readonly files = new Map<string, { version: string; text: string }>();
  private readonly augmenting = new Set<string>();
  private readonly kept = new Set<string>();
  private readonly host: ServiceHost;
  private readonly service: ts.LanguageService;
  private unfinished: (() => void) | undefined;
  private count = 0;
  private versions = 0;

  constructor(
    private readonly cwd: string,
    project: Project | undefined,
  ) {
    const virtual = {
      state: () => this.versions,
      roots: () =>
        [this.globalsFile, this.keepFile, this.nextFile, ...this.augmenting].filter((f) => this.files.has(f)),
      version: (file: string) => this.files.get(file)?.version,
      text: (file: string) => this.files.get(file)?.text,
    };
    const options = cellOptions(typeRoot(cwd));
    this.host = serviceHost({ cwd, options, project, types: new ProjectTypes(project), virtual });
    this.service = ts.createLanguageService(
      this.host,
      ts.createDocumentRegistry(true, cwd, this.host.jsDocParsingMode),
    );
    this.write(this.globalsFile, GLOBALS);
    this.write(this.keepFile, 'export {};');
  }

  private get globalsFile(): string {
    return join(this.cwd, '__kernel.d.ts');
  }
  /** Imports what any cell imported, so that big packages stay in the program between cells. */
  private get keepFile(): string {
    return join(this.cwd, '__kept.ts');
  }
  /** The cell at hand; always the same name, so that TypeScript keeps what it knows of all other files. */
  private get nextFile(): string {
    return join(this.cwd, '__cell_next.ts');
  }
  private cellFile(cell: number): string {
    return join(this.cwd, `__cell_${cell}.ts`);
  }

  private write(file: string, text: string): void {
    if (this.files.get(file)?.text === text) return;
    this.versions += 1;
    this.files.set(file, { version: `v${this.versions}`, text });
  }

  /** Puts code in as the next cell. `all`: every earlier name, not only those that occur in the text. */
  private load(raw: string, all: boolean): LoadedCell {
    this.finish();
    this.host.look();
    const code = withoutExport(raw);
    const file = this.nextFile;
    const parsed = ts.createSourceFile(file, code, ts.ScriptTarget.Latest, false);
    checkDepth(parsed);
    const own = declaredNames(parsed);
    const ownNames = new Set(own.map((n) => n.name));
    const used = words(code);
    const visible = [...this.scope.all()].filter((n) => !ownNames.has(n.name) && (all || used.has(n.name)));
    const before = `${visible.map(declaration).join('')}\n`;
    const exported = own.filter((n) => n.kind !== 'import').map((n) => n.name);
    const source = `${before}${code}\n;export { ${exported.join(', ')} };`;
    this.write(file, source);
    return { file, source, start: before.length, own, visible, code };
  }

  /** Checks and compiles a cell. Only a cell that compiles becomes part of the session (unless `passing`). */
  compile(code: string, label: string, passing = false): { diagnostics: CellDiagnostic[] } | CompiledCell {
    const loaded = this.load(code, false);
    const program = this.service.getProgram()!;
    const diagnostics = diagnose(program, loaded);
    if (diagnostics.length > 0) return { diagnostics };
    const source = program.getSourceFile(loaded.file)!;
    const { js, imported } = this.emit(program, source, loaded, { code: loaded.code, label, linesBefore: 1 });
    const imports = loaded.own.filter((n) => n.kind === 'import').map((n) => n.name);
    const file = this.cellFile(this.count + 1);
    const names = loaded.own.map((n) => n.name);
    const look = (): Touched => touched(source, loaded.start, names, program.getTypeChecker());
    const cell = { js, file, imports, imported, touched: look };
    return passing ? { ...cell, unset: () => {} } : { ...cell, unset: this.freeze(program, source, loaded) };
  }

  private emit(
    program: ts.Program,
    source: ts.SourceFile,
    loaded: LoadedCell,
    cell: CellText,
  ): Pick<CompiledCell, 'js' | 'imported'> {
    const checker = program.getTypeChecker();
    const { loads, imports } = planImports(source, loaded.start, checker);
    const boxes = loaded.visible.filter((n) => n.kind === 'let' && n.value).map((n) => n.name);
    const values = loaded.visible.filter((n) => n.kind === 'const' && n.value).map((n) => n.name);
    const own = loaded.own.filter((n) => n.kind !== 'import' && n.value);
    const rewrite = {
      checker,
      source,
      start: loaded.start,
      end: loaded.start + loaded.code.length,
      boxes: new Set(boxes),
      imports,
    };
    const js = emitCell(program, source, cell, cellTransformer(rewrite, { values, boxes, loads, own }));
    return { js, imported: reached(imports) };
  }

  /** Takes a cell's names in; their types are written down when somebody asks for them, or by `finish`. */
  private freeze(program: ts.Program, source: ts.SourceFile, loaded: LoadedCell): CompiledCell['unset'] {
    this.count += 1;
    const file = this.cellFile(this.count);
    const undo = this.scope.define(loaded.own, this.count);
    this.unfinished = () => this.keepTypes(program, source, loaded, file);
    return (names) => undo(names);
  }

  private keepTypes(program: ts.Program, source: ts.SourceFile, loaded: LoadedCell, cell: string): void {
    const types = loaded.own.length > 0 || augments(source) ? emitTypes(program, source) : '';
    // Where TypeScript cannot write the types down, the text itself stays.
    const file = types === undefined ? cell : cell.replace(/\.ts$/, '.d.ts');
    if (types !== '') this.write(file, types ?? loaded.source);
    if (augments(source)) this.augmenting.add(file);
    for (const name of loaded.own) if (name.from) this.kept.add(name.from);
    this.write(
      this.keepFile,
      `${[...this.kept].map((from) => `import ${JSON.stringify(from)};`).join('\n')}\nexport {};`,
    );
    this.prune();
  }

  /** What is left to do for the last cell, and can be done while it runs. */
  finish(): void {
    const work = this.unfinished;
    this.unfinished = undefined;
    work?.();
  }

  /** Drops cells whose names are all gone and which no living cell's types mention. */
  private prune(): void {
    const alive = new Set<number>();
    const visit = (cell: number): void => {
      if (alive.has(cell)) return;
      alive.add(cell);
      const text = this.textOf(cell);
      for (const [, n] of text.matchAll(/"\.\/__cell_(\d+)"/g)) visit(Number(n));
    };
    for (const name of this.scope.all()) visit(name.cell);
    for (const file of this.files.keys()) {
      const cell = /__cell_(\d+)\./.exec(file)?.[1];
      if (cell && Number(cell) <= this.count - 1 && !alive.has(Number(cell)) && !this.augmenting.has(file))
        this.files.delete(file);
    }
  }

  private textOf(cell: number): string {
    const file = this.cellFile(cell);
    return (this.files.get(file) ?? this.files.get(file.replace(/\.ts$/, '.d.ts')))?.text ?? '';
  }

  /** Reads TypeScript's libraries, so that the first cell need not. */
  warm(): void {
    this.compile('undefined', 'In[warm]', true);
  }

  /** Packages were installed: what was known of them, also that they were not there, is looked up anew. */
  packagesChanged(): void {
    this.finish();
    this.host.forgetPackages();
    this.service.cleanupSemanticCache();
  }

  /** Looks at all names as the next completion will, so that it need not: after an import that can take a second. */
  prepare(): void {
    this.ask('', (service, file, start) => service.getCompletionsAtPosition(file, start, undefined));
  }

  /** Forgets every name (`%reset`). */
  reset(): void {
    this.finish();
    this.versions += 1;
    this.scope.clear();
    this.augmenting.clear();
    for (const file of [...this.files.keys()]) if (file.includes('__cell_')) this.files.delete(file);
  }

  /** For completion and inspection: the service, with the code loaded as the next cell. */
  ask<T>(code: string, question: (service: ts.LanguageService, file: string, start: number) => T): T {
    const { file, start } = this.load(code, true);
    return question(this.service, file, start);
  }
}
