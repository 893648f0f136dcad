import { mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { drawWithKaleido, exportFigures, type Figure, findKaleido } from '../../src/plots/index.js';

const figure: Figure = {
  data: [{ type: 'bar', x: ['a', 'b'], y: [1, 2], name: '</script>' }],
  layout: { width: 300, height: 200, title: { text: 'two bars' } },
};
const origin = { record: 'abc123', command: 'psqe run', commit: null };
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
    const { files, note } = await exportFigures(new Map([['bars', figure]]), join(folder, 'new'), origin);
    expect(note).toBeUndefined();
    expect(files.map((file) => file.slice(folder.length + 1))).toEqual(['new/bars.png', 'new/bars.svg']);
    const png = readFileSync(files[0]!);
    expect(png.subarray(1, 4).toString()).toBe('PNG');
    expect([png.readUInt32BE(16), png.readUInt32BE(20)]).toEqual([600, 400]);
    const svg = readFileSync(files[1]!, 'utf8');
    expect(svg).toMatch(/^<svg/);
    expect(svg).toContain('two bars');
  });

  test('pictures say what record they are of, and the folder has an index of them', async () => {
    const shown = { ...figure, layout: { ...figure.layout, title: { text: 'a < b<br>& c' } } };
    await exportFigures(new Map([['bars', shown]]), folder, origin);
    const { exif } = await sharp(join(folder, 'bars.png')).metadata();
    expect(exif!.toString('latin1')).toContain('Record abc123, drawn by: psqe run');
    expect(readFileSync(join(folder, 'bars.svg'), 'utf8')).toMatch(/^<svg[^>]*><desc>a &lt; b &amp; c\. Record abc123/);
    await exportFigures(new Map([['more', figure]]), folder, { ...origin, record: 'def456' });
    const index = () => JSON.parse(readFileSync(join(folder, 'index.json'), 'utf8'));
    expect(index()).toEqual({
      bars: { title: 'a < b & c', ...origin },
      more: { title: 'two bars', ...origin, record: 'def456' },
    });
    rmSync(join(folder, 'bars.png'));
    await exportFigures(new Map([['more', figure]]), folder, origin);
    expect(Object.keys(index())).toEqual(['more']);
  });

  test('it runs from a path with blanks', async () => {
    const link = join(folder, 'a path');
    symlinkSync(kaleido!, link);
    process.env.PSQE_KALEIDO = link;
    const { files } = await exportFigures(new Map([['bars', figure]]), folder, origin);
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
  const { files, note } = await exportFigures(new Map([['bars', figure]]), folder, origin);
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
