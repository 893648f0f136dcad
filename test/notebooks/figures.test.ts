import { readdirSync, readFileSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, test } from 'vitest';
import { root } from '../../src/kernel/test/build.js';
import { originOf } from '../../src/plots/index.js';

const { notebookFigures, slug } = await import(pathToFileURL(join(resolve(root), 'src', 'setup', 'figures.mjs')).href);
const { notebookFiles } = await import(pathToFileURL(join(resolve(root), 'src', 'setup', 'notebooks.mjs')).href);

describe('figures exported from notebooks', () => {
  const executed: [string, string][] = notebookFiles().map((file: string) => [basename(file).slice(0, 2), file]);
  test.each(executed)(
    '%s: those in figures/ are of the run in the notebook, all of them and no others',
    (number: string, file: string) => {
      const { figures, content } = notebookFigures(JSON.parse(readFileSync(file, 'utf8')));
      const folder = file.replace(/([\\/])notebooks([\\/].*)\.ipynb$/, '$1figures$2');
      const index = JSON.parse(readFileSync(join(folder, 'index.json'), 'utf8'));
      expect(Object.keys(index).sort()).toEqual([...figures.keys()].sort());
      const pictures = readdirSync(folder).filter((name) => name.endsWith('.png'));
      expect(pictures.map((name) => name.slice(0, -4)).sort()).toEqual([...figures.keys()].sort());
      const { record, command } = originOf(`npm run notebooks -- ${number}`, content);
      for (const entry of Object.values(index)) expect(entry).toMatchObject({ record, command });
    },
  );

  test('what identifies a run is its code and what it gave, not how a picture was drawn', () => {
    const figure = { data: [], layout: { title: { text: 'One' } } };
    const notebook = (source: string, picture: string, shown: object) => ({
      cells: [
        { cell_type: 'markdown', source: 'text' },
        {
          cell_type: 'code',
          source,
          outputs: [
            { output_type: 'stream', text: 'x' },
            { data: { 'application/vnd.plotly.v1+json': shown, 'image/png': picture } },
          ],
        },
      ],
    });
    const id = (...of: Parameters<typeof notebook>) => originOf('', notebookFigures(notebook(...of)).content).record;
    expect(id('a', 'one', figure)).toMatch(/^[0-9a-f]{12}$/);
    expect(id('a', 'two', figure)).toBe(id('a', 'one', figure));
    expect(id('b', 'one', figure)).not.toBe(id('a', 'one', figure));
    expect(id('a', 'one', { ...figure, data: [1] })).not.toBe(id('a', 'one', figure));
    expect([...notebookFigures(notebook('a', '', figure)).figures]).toEqual([['one', figure]]);
  });

  test('names of files come from titles: short, plain, each once', () => {
    expect(slug('Hits@1 by region<br><sub>small print</sub>', new Map())).toBe('hits-1-by-region-small-print');
    expect(slug('Each anchor’s loss', new Map([['each-anchors-loss', 1]]))).toBe('each-anchors-loss-2');
    expect(slug('a '.repeat(100), new Map()).length).toBeLessThanOrEqual(48);
    expect(slug('!?', new Map())).toBe('figure');
  });
});
