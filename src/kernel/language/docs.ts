import ts = require('typescript');

/** Nodes keep their JSDoc in a field that is not in the public interface; the language service reads it there. */
type Documented = ts.Node & { jsDoc?: ts.JSDoc[] };

/** Files whose JSDoc has been read. */
const read = new WeakSet<ts.SourceFile>();

/** Two trees of one text, node by node: what the second has of JSDoc is given to the first. */
function give(to: Documented, from: Documented): void {
  if (from.jsDoc) {
    to.jsDoc = from.jsDoc;
    for (const doc of from.jsDoc) (doc as { parent: ts.Node }).parent = to;
  }
  const children: ts.Node[] = [];
  ts.forEachChild(from, (child) => void children.push(child));
  let i = 0;
  ts.forEachChild(to, (child) => give(child, children[i++]!));
}

function readDocs(source: ts.SourceFile): void {
  if (read.has(source)) return;
  read.add(source);
  const options = { languageVersion: source.languageVersion, jsDocParsingMode: ts.JSDocParsingMode.ParseAll };
  give(source, ts.createSourceFile(source.fileName, source.text, options, true));
}

/**
 * Reads the JSDoc of the files that declare what stands at a position. All files are parsed without (a third of the
 * time to the first result), and few are ever asked for it.
 */
export function readDocsOf(service: ts.LanguageService, file: string, at: number): void {
  const program = service.getProgram();
  for (const { fileName } of service.getDefinitionAtPosition(file, at) ?? []) {
    const source = program?.getSourceFile(fileName);
    if (source) readDocs(source);
  }
}
