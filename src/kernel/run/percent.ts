/** A cell of a notebook file. */
export interface Cell {
  cell_type: 'code' | 'markdown' | 'raw';
  source: string;
  metadata: Record<string, unknown>;
}

export interface TextNotebook {
  cells: Cell[];
  /** What jupytext pairs the notebook with (`ipynb,ts:percent`), when its header says so. */
  formats?: string;
}

const MARK = /^\/\/ ?%%+(?:\s+(.*))?$/;

/** The words behind a mark: `[markdown]`, a title, `key=JSON`. */
function readMark(words: string): Pick<Cell, 'cell_type' | 'metadata'> {
  const kind = /^\[(markdown|md|raw)\]\s*/.exec(words);
  let rest = kind ? words.slice(kind[0].length) : words;
  const metadata: Record<string, unknown> = {};
  const title = /^(.*?)(?:\s*)(?=\b[\w.-]+=|$)/.exec(rest)![1]!.trim();
  if (title) metadata.title = title;
  rest = rest.slice(rest.search(/\b[\w.-]+=|$/));
  for (let match = /^([\w.-]+)=/.exec(rest); match; match = /^([\w.-]+)=/.exec(rest)) {
    const value = jsonAtStart(rest.slice(match[0].length));
    if (!value) break;
    metadata[match[1]!] = value.value;
    rest = rest.slice(match[0].length + value.length).trimStart();
  }
  const cell_type = !kind ? 'code' : kind[1] === 'raw' ? 'raw' : 'markdown';
  return { cell_type, metadata };
}

/** The shortest JSON that a text begins with, up to a blank or its end. */
function jsonAtStart(text: string): { value: unknown; length: number } | undefined {
  for (const { index } of text.matchAll(/(?=\s|$)/g))
    try {
      return { value: JSON.parse(text.slice(0, index)), length: index };
    } catch {
      // It goes on behind this blank.
    }
  return undefined;
}

const uncomment = (line: string): string => line.replace(/^\/\/ ?/, '');

/** The text of a cell; commands (`%reload`) stand as comments in the file, so that it is TypeScript. */
function cellSource(kind: Cell['cell_type'], lines: readonly string[]): string {
  const text = [...lines];
  while (text.at(-1)?.trim() === '') text.pop();
  while (text[0]?.trim() === '') text.shift();
  if (kind !== 'code') return text.map(uncomment).join('\n');
  for (let i = 0; /^\/\/ %[a-z]/.test(text[i] ?? ''); i++) text[i] = uncomment(text[i]!);
  return text.join('\n');
}

/** Lines of the header in comments (`// ---` to `// ---`) that jupytext writes; 0 when there is none. */
function headerLength(lines: readonly string[]): number {
  if (lines[0] !== '// ---') return 0;
  const end = lines.indexOf('// ---', 1);
  return end < 0 ? 0 : end + 1;
}

/** Reads a notebook as text in the percent format of jupytext, VS Code and others: cells begin with `// %%`. */
export function readPercent(text: string): TextNotebook {
  const lines = text.replace(/\r\n?/g, '\n').split('\n');
  const header = lines.splice(0, headerLength(lines));
  const formats = /^\/\/ +formats: (.*)$/m.exec(header.join('\n'))?.[1];
  const cells: Cell[] = [];
  let mark: string | undefined;
  let own: string[] = [];
  const close = (): void => {
    const { cell_type, metadata } = readMark(mark ?? '');
    const source = cellSource(cell_type, own);
    if (mark !== undefined || source) cells.push({ cell_type, source, metadata });
  };
  for (const line of lines) {
    const match = MARK.exec(line);
    if (!match) own.push(line);
    else {
      close();
      mark = match[1] ?? '';
      own = [];
    }
  }
  close();
  return { cells, ...(formats ? { formats } : {}) };
}
