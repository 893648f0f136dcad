import type ts from 'typescript';
import { decodeVlq, encodeVlq } from './vlq.js';

/** Moves every position of a source map up by `lines` source lines (positions are relative: the first one carries it). */
export function shiftSourceLines(mappings: string, lines: number): string {
  return mappings.replace(/[A-Za-z0-9+/]{4,}/, (segment) => {
    const values = decodeVlq(segment);
    if (values.length >= 4) values[2]! -= lines;
    return encodeVlq(values);
  });
}

export interface CellText {
  code: string;
  /** How tracebacks call the cell: `In[4]`. */
  label: string;
  /** Lines put before the cell's own text. */
  linesBefore: number;
}

/** JavaScript and no types (`EmitOnly.Js`; the public interface knows only the other way round). Elsewhere it would mean both. */
const NO_TYPES = 0 as unknown as boolean;

/** Emits one cell: JavaScript with its source map inline. */
export function emitCell(
  program: ts.Program,
  source: ts.SourceFile,
  cell: CellText,
  transformer: ts.TransformerFactory<ts.SourceFile>,
): string {
  let js = '';
  let map = '';
  const write: ts.WriteFileCallback = (name, text) => {
    if (name.endsWith('.map')) map = text;
    else if (name.endsWith('.js')) js = text;
  };
  program.emit(source, write, undefined, NO_TYPES, { before: [transformer] });
  const parsed = JSON.parse(map) as { mappings: string };
  const mapped = {
    ...parsed,
    sources: [cell.label],
    sourceRoot: '',
    sourcesContent: [cell.code],
    mappings: shiftSourceLines(parsed.mappings, cell.linesBefore),
  };
  const inline = Buffer.from(JSON.stringify(mapped)).toString('base64');
  // TypeScript marks an emptied module as one; the cell is compiled as a function.
  const body = js.replace(/\n?\/\/# sourceMappingURL=.*\s*$/, '').replace(/\nexport \{\};\s*$/, '');
  return `${body}\n//# sourceMappingURL=data:application/json;base64,${inline}`;
}

/** The cell's types alone, or undefined when TypeScript cannot write them down (an unnameable type). */
export function emitTypes(program: ts.Program, source: ts.SourceFile): string | undefined {
  let types: string | undefined;
  const keep: ts.WriteFileCallback = (name, text) => {
    if (name.endsWith('.d.ts')) types = text;
  };
  try {
    const result = program.emit(source, keep, undefined, true);
    return result.emitSkipped || result.diagnostics.length > 0 ? undefined : types;
  } catch {
    // A fault of TypeScript's own: the cell runs already, and must have its reply.
    return undefined;
  }
}
