import { mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { drawWithKaleido, exportFigures, type Figure, findKaleido } from '../../src/plots/index.js';

const figure: Figure = {
  data: [{ type: 'bar', x: ['a', 'b'], y: [1, 2], name: '</script>' }],
  layout: { width: 300, height: 200, title: { text: 'two bars' } },
};
const kaleido = findKaleido();
const withKaleido = describe.skipIf(!kaleido);
if (!kaleido) console.warn('no .venv with kaleido: the PNG tests are skipped (npm start installs it)');

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'psqe plots '));
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
  delete process.env.PSQE_KALEIDO;
});

withKaleido('with the exporter', () => {
  test('figures become PNG at twice their size, and SVG', async () => {
    const { files, note } = await exportFigures(new Map([['bars', figure]]), join(folder, 'new'));
    expect(note).toBeUndefined();
    expect(files.map((file) => file.slice(folder.length + 1))).toEqual(['new/bars.png', 'new/bars.svg']);
    const png = readFileSync(files[0]!);
    expect(png.subarray(1, 4).toString()).toBe('PNG');
    expect([png.readUInt32BE(16), png.readUInt32BE(20)]).toEqual([600, 400]);
    const svg = readFileSync(files[1]!, 'utf8');
    expect(svg).toMatch(/^<svg/);
    expect(svg).toContain('two bars');
  });

  test('it runs from a path with blanks', async () => {
    const link = join(folder, 'a path');
    symlinkSync(kaleido!, link);
    process.env.PSQE_KALEIDO = link;
    const { files } = await exportFigures(new Map([['bars', figure]]), folder);
    expect(files).toHaveLength(2);
  });

  test('a figure that it refuses is an error with a message', async () => {
    const drawing = { figure, format: 'bmp' as 'png', width: 10, height: 10 };
    await expect(drawWithKaleido(kaleido!, [drawing])).rejects.toThrow(/refused/);
  });

  test('no answer in time is an error', async () => {
    await expect(drawWithKaleido(kaleido!, [{ figure, format: 'png', width: 9, height: 9 }], 1)).rejects.toThrow(
      /did not answer/,
    );
  });
});

test('without the exporter figures become pages, and the note says so', async () => {
  const found = process.env.PSQE_KALEIDO;
  process.env.PSQE_KALEIDO = join(folder, 'nothing here');
  const { files, note } = await exportFigures(new Map([['bars', figure]]), folder);
  if (found) process.env.PSQE_KALEIDO = found;
  expect(note).toMatch(/HTML/);
  const page = readFileSync(files[0]!, 'utf8');
  expect(page).toContain('two bars');
  expect(page).not.toContain('name":"</script>');
  expect(readFileSync(join(folder, 'plotly.js')).length).toBeGreaterThan(1e6);
});

test('a program that is no exporter is an error', async () => {
  await expect(drawWithKaleido(folder, [{ figure, format: 'png', width: 9, height: 9 }])).rejects.toThrow(
    /could not be started/,
  );
});
