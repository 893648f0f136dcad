import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { notebook } from './notebook.js';
import { findPython, type Jupyter, NO_PYTHON, runPython, temporaryJupyter } from './python.js';

const python = findPython();
if (!python) console.warn(`test/kernel/tools: ${NO_PYTHON}`);

// A PNG of one pixel: what GitHub and nbconvert show of a figure that brings one.
const PNG = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';
const CELLS = [
  '//@parameters\nlet k: number = 800; // how many\nlet names: string[] = ["a"];\nlet share: number = 0.5;\nlet flag: boolean = false;',
  'const doubled: number = k * 2;\nconsole.log(JSON.stringify({ doubled, names, share, flag }));',
  `display({ "application/vnd.plotly.v1+json": { data: [{ type: "bar", x: [1], y: [2] }], layout: {} }, "image/png": "${PNG}", "text/plain": "a figure" });`,
  'await new Promise((r) => setTimeout(r, 20)); doubled + 1',
];

interface Notebook {
  cells: {
    source: string;
    outputs: { output_type: string; text?: string; ename?: string; data?: Record<string, string> }[];
    metadata: { tags?: string[] };
  }[];
}

/** Notebook files hold texts whole or as a list of lines. */
const text = (value: string | string[] | undefined): string => [value ?? ''].flat().join('');

describe.skipIf(!python)('Jupyter tools run notebooks on the kernel', () => {
  let jupyter: Jupyter;
  const path = (name: string): string => join(jupyter.folder, name);
  const read = (name: string): Notebook => JSON.parse(readFileSync(path(name), 'utf8'));
  beforeAll(() => {
    jupyter = temporaryJupyter();
    writeFileSync(path('in put.ipynb'), notebook(CELLS));
  });
  afterAll(() => jupyter.remove());

  test('jupyter execute (nbclient)', async () => {
    const { code, output } = await runPython(
      ['-m', 'jupyter', 'execute', 'in put.ipynb', '--output', 'executed.ipynb'],
      jupyter,
    );
    expect(code, output).toBe(0);
    const { cells } = read('executed.ipynb');
    expect(text(cells[1]!.outputs[0]!.text)).toContain('"doubled":1600');
    expect(text(cells[3]!.outputs[0]!.data!['text/plain'])).toBe('1601');
  });

  test('nbconvert: an HTML page with the figure in it', async () => {
    const { code, output } = await runPython(
      ['-m', 'jupyter', 'nbconvert', '--to', 'html', '--execute', 'in put.ipynb', '--output', 'page.html'],
      jupyter,
    );
    expect(code, output).toBe(0);
    const html = readFileSync(path('page.html'), 'utf8');
    expect(html).toContain(`data:image/png;base64,${PNG}`);
    expect(html).toContain('1601');
  });

  test("nbconvert: widgets' states are in the page, beside their places", async () => {
    const esm = 'export default { render({ model, el }) { el.textContent = model.get("count"); } }';
    const cells = [
      `const w = kernel.widget({ esm: ${JSON.stringify(esm)}, state: { count: 1 } });\nw`,
      'w.state.count = 42',
    ];
    writeFileSync(path('widgets.ipynb'), notebook(cells));
    const { code, output } = await runPython(
      ['-m', 'jupyter', 'nbconvert', '--to', 'html', '--execute', 'widgets.ipynb', '--output', 'widgets.html'],
      jupyter,
    );
    expect(code, output).toBe(0);
    const html = readFileSync(path('widgets.html'), 'utf8');
    const [, state] = /<script type="application\/vnd.jupyter.widget-state\+json">\s*([\s\S]*?)<\/script>/.exec(html)!;
    const [[id, model]] = Object.entries(JSON.parse(state!).state) as [[string, { state: object }]];
    expect(model.state).toMatchObject({ count: 42, _esm: esm });
    const [, view] = /<script type="application\/vnd.jupyter.widget-view\+json">\s*([\s\S]*?)<\/script>/.exec(html)!;
    expect(JSON.parse(view!).model_id).toBe(id);
  });

  test('papermill: parameters are given with their types', async () => {
    const given = ['-p', 'k', '21', '-y', '{names: ["quote \\" and \\n line", "ü"], share: 0.25, flag: true}'];
    const { code, output } = await runPython(
      ['-m', 'papermill', '--no-progress-bar', 'in put.ipynb', 'out.ipynb', ...given],
      jupyter,
    );
    expect(code, output).toBe(0);
    const { cells } = read('out.ipynb');
    const injected = cells.find((c) => c.metadata.tags?.includes('injected-parameters'))!;
    expect(text(injected.source)).toContain('k = 21;');
    const printed = cells.flatMap((c) => c.outputs).find((o) => o.output_type === 'stream')!;
    expect(JSON.parse(text(printed.text))).toEqual({
      doubled: 42,
      names: ['quote " and \n line', 'ü'],
      share: 0.25,
      flag: true,
    });
  });

  test('papermill: wrong type, unknown name, no cell tagged', async () => {
    writeFileSync(path('untagged.ipynb'), notebook(['(k + 1) + names.join()', 'k satisfies number']));
    // One process: papermill takes its time to start.
    const runs = [
      ['in put.ipynb', 'wrong.ipynb', { k: 'many' }],
      ['in put.ipynb', 'unknown.ipynb', { k: 21, kk: 3 }],
      ['untagged.ipynb', 'untagged out.ipynb', { k: 21, names: ['a', 'b'] }],
    ];
    const script = `import json, papermill
for source, to, parameters in json.loads(${JSON.stringify(JSON.stringify(runs))}):
    try:
        papermill.execute_notebook(source, to, parameters, progress_bar=False)
        print(to, 'ok')
    except papermill.PapermillExecutionError as error:
        print(to, error)`;
    const { output } = await runPython(['-c', script], jupyter);
    const [wrong, unknown, untagged] = runs.map(([, to]) => output.slice(output.indexOf(`${to} `)));
    expect(wrong).toMatch(/^wrong.ipynb[\s\S]*Type 'string' is not assignable to type 'number'[\s\S]*unknown/);
    expect(unknown).toMatch(/Cannot find name 'kk'/);
    expect(unknown).toContain('kk = 3; // not declared: add "let kk = 3;" to the cell tagged "parameters"');
    expect(untagged).toMatch(/^untagged out.ipynb ok/);
    const { cells } = read('untagged out.ipynb');
    expect(text(cells[0]!.source)).toBe('// Parameters\nlet k = 21;\nlet names = ["a", "b"];\n');
    expect(text(cells[1]!.outputs[0]!.data!['text/plain'])).toBe("'22a,b'");
  });

  test('papermill lists the parameters, whatever is in their quotes and brackets', async () => {
    const declared = `//@parameters
let k: number = 800; // how many
let names: string[] = ["a;b", 'c // d', \`e \${"}"} =\`]; // the names
export const big = {
  a: 1, // inner
  b: [2, 3],
}; // an object
let f: (a: number, b: Map<string, () => void>) => string = (a) => { let inner = 1; return "=" + a + inner; }
let one = 1, two: string = "2"; // both
let quote = /["';]/g;
let long =
  1 +
  2
let map = new Map<string, number>([["a", 1]])
// let no = 1;
function g() { let no = 3; }
let none: "x" | undefined;`;
    writeFileSync(path('declared.ipynb'), notebook([declared]));
    const { output } = await runPython(['-m', 'papermill', '--help-notebook', 'declared.ipynb'], jupyter);
    const lines = output.slice(output.indexOf('Parameters inferred')).split('\n').slice(1);
    expect(lines.map((line) => line.trim().replace(/\s{2,}/, ' | ')).filter(Boolean)).toEqual([
      'k: number (default 800) | how many',
      // biome-ignore lint/suspicious/noTemplateCurlyInString: what the cell has
      'names: string[] (default ["a;b", \'c // d\', `e ${"}"} =`])',
      'the names',
      'big: Unknown type (default { a: 1, b: [2, 3], })',
      'an object',
      'f: (a: number, b: Map<string, () => void>) => string (default (a) => { let inner = 1; return "=" + a + inner; })',
      'one: Unknown type (default 1)',
      'both',
      'two: string (default "2") | both',
      'quote: Unknown type (default /["\';]/g)',
      'long: Unknown type (default 1 + 2)',
      'map: Unknown type (default new Map<string, number>([["a", 1]]))',
      'none: "x" | undefined (default undefined)',
    ]);
  });

  test('a cell that ends the process is reported as a dead kernel with a reason', async () => {
    writeFileSync(path('dies.ipynb'), notebook(['1', 'process.exit(3)']));
    const { code, output } = await runPython(['-m', 'jupyter', 'execute', 'dies.ipynb'], jupyter);
    expect(code).not.toBe(0);
    expect(output).toContain('a cell ended the process (exit code 3)');
    expect(output).toMatch(/DeadKernelError|Kernel died/);
  });
});
