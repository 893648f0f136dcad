import { cpSync } from 'node:fs';
import { join } from 'node:path';
import * as tf from '@tensorflow/tfjs';
import { table } from 'arquero';
import sharp from 'sharp';
import { afterEach, describe, expect, test } from 'vitest';
import { AbortedError, steps } from '../../src/base/index.js';
import { openTask } from '../../src/features/index.js';
import { checkLoss } from '../../src/models/index.js';
import {
  type MimeBundle,
  runSeeds,
  showFaults,
  showMarkdown,
  showPairs,
  showTable,
  tableBundle,
  withProgress,
} from '../../src/notebook/index.js';
import { pairFiles } from '../cli/pair.js';
import { folderOf, temporaryFolder } from '../read/folders.js';

const KERNEL = Symbol.for('typescript-kernel');
const globals = globalThis as { [key: symbol]: unknown };

/** Stands in for the kernel: keeps every state of every output. */
function fakeKernel(signal = new AbortController().signal) {
  const outputs: MimeBundle[][] = [];
  globals[KERNEL] = {
    signal,
    display(bundle: MimeBundle) {
      const states = [bundle];
      outputs.push(states);
      return { update: (next: MimeBundle) => states.push(next) };
    },
  };
  return outputs;
}

afterEach(() => {
  delete globals[KERNEL];
});

test('random seeds for a number of runs; another number is refused by name', () => {
  expect(runSeeds(3)).toEqual([1, 2, 3]);
  expect(runSeeds(2, { first: 7, least: 2 })).toEqual([7, 8]);
  for (const count of [0, -1, 1.5, Number.NaN])
    expect(() => runSeeds(count)).toThrow(`${count} runs. Give a whole number from 1 on`);
  expect(() => runSeeds(1, { least: 2 })).toThrow(/from 2 on/);
});

test('Markdown is shown as such', () => {
  const outputs = fakeKernel();
  showMarkdown('**a** $x^2$');
  expect(outputs).toEqual([[{ 'text/markdown': '**a** $x^2$', 'text/plain': '**a** $x^2$' }]]);
});

describe('withProgress', () => {
  test('moves one output in place and ends as one line without timings, the tasks folded behind it', async () => {
    const outputs = fakeKernel();
    const result = await withProgress(async (work) => {
      for (const task of ['first', 'second']) {
        const step = steps(work, task, 3);
        for (let n = 1; n <= 3; n++) await step(n, `loss ${n}`);
      }
      return 42;
    });
    expect(result).toBe(42);
    expect(outputs).toHaveLength(1);
    expect(outputs[0]![0]!['text/html']).toContain('<progress');
    const end = outputs[0]!.at(-1)!;
    expect(end['text/plain']).toBe('2 tasks, the last: second: 3 / 3, loss 3');
    expect(end['text/html']).toContain(
      '2 tasks, the last: second: 3 / 3, loss 3</summary>first: 3 / 3, loss 3<br>second',
    );
  });

  test('hands the kernel’s interrupt to the work and leaves the bar where it stopped', async () => {
    const stop = new AbortController();
    const outputs = fakeKernel(stop.signal);
    const job = withProgress(async (work) => {
      const step = steps(work, 'long', 9);
      for (let n = 1; n <= 9; n++) {
        if (n === 4) stop.abort();
        await step(n);
      }
    });
    await expect(job).rejects.toThrow(AbortedError);
    expect(outputs[0]!.at(-1)).toEqual({ 'text/plain': 'long: 4 / 9' });
  });
});

describe('tables', () => {
  test('show rows and arquero tables alike, numbers as asked', () => {
    const rows = [
      { method: 'pivot', hits1: 0.5 },
      { method: '<b>', hits1: null },
    ];
    const bundle = tableBundle(rows, { hits1: 'percent' });
    expect(bundle['text/html']).toContain('50.0 %');
    expect(bundle['text/html']).not.toContain('<b>');
    expect(bundle['text/plain']).toContain('|pivot|50.0 %|');
    expect(tableBundle(table({ method: ['pivot', '<b>'], hits1: [0.5, null] }), { hits1: 'percent' })).toEqual(bundle);
    // What rounds to zero has no sign.
    expect(tableBundle([{ a: -0.0004, b: -0.0004 }], { a: 2, b: 'percent' })['text/plain']).toMatch(/0\.00\|0\.0 %/);
    expect(tableBundle([{ a: -0.0004 }], { a: 2 })['text/plain']).not.toContain('-0');
    const difference = tableBundle([{ a: -0.0123, b: null }, { a: 0.5 }], { a: 'points', b: 'points' });
    expect(difference['text/plain']).toContain('|-1.2|–|\n|50.0|–|');
  });

  test('go where the kernel says', () => {
    const outputs = fakeKernel();
    showTable([{ a: 1 }]);
    expect(outputs[0]![0]!['text/html']).toContain('<table');
  });
});

describe('showFaults', () => {
  test('shows the faults of a check, nothing where it passes, and lets other errors through', () => {
    const outputs = fakeKernel();
    showFaults(() => checkLoss((left) => tf.neg(tf.sum(tf.exp(left))) as tf.Scalar));
    expect(outputs).toHaveLength(1);
    expect(outputs[0]![0]!['text/plain']).toMatch(/^\|check\|where\|what\|remedy\|/);
    showFaults(() => 1);
    expect(outputs).toHaveLength(1);
    const broken = () => {
      throw new TypeError('mine');
    };
    expect(() => showFaults(broken)).toThrow('mine');
  });
});

describe('showPairs', () => {
  test('shows both vendors’ pictures, framed by the truth', async () => {
    const outputs = fakeKernel();
    const { task, truth } = openTask('emoji');
    const left = task.left.labels.indexOf('red apple');
    const [right, wrong] = ['roter Apfel', 'grüner Apfel'].map((label) => task.right.labels.indexOf(label));
    await showPairs(task, { left: [left, left], right: [right!, wrong!] }, { truth });
    const html = String(outputs[0]![0]!['text/html']);
    expect(html.match(/data:image\/webp/g)).toHaveLength(4);
    expect(html.indexOf('#009e73')).toBeLessThan(html.indexOf('#d55e00'));
    expect(outputs[0]![0]!['text/plain']).toMatch(/^red apple – roter Apfel \(right\)\n/);
  });

  test('an entity without a picture shows its name', async () => {
    const outputs = fakeKernel();
    const { task } = openTask('emoji');
    const bare = task.left.features.get('image')!.known.indexOf(0);
    await showPairs(task, { left: [bare], right: [0] });
    const html = String(outputs[0]![0]!['text/html']);
    expect(html.match(/data:image\/webp/g)).toHaveLength(1);
    expect(html).toContain(`>${task.left.labels[bare]!.replaceAll('&', '&amp;')}</span>`);
  });

  const svg = (colour: string) =>
    `<svg xmlns="http://www.w3.org/2000/svg" width="90" height="30"><rect width="90" height="30" fill="${colour}"/></svg>`;
  const own = folderOf({
    'left/things.csv': 'id,label,image\na,Red & round,a.svg\nb,Blue,b.svg\nc,None,\nd,Broken,d.svg\n',
    'left/a.svg': svg('#ff0000'),
    'left/b.svg': svg('#0000ff'),
    'left/d.svg': 'no picture',
    'right/things.csv': 'id,label,image\nx,Rot,x.svg\n',
    'right/x.svg': svg('#ff0000'),
    'bare/things.csv': 'id,label\nx,Rot\n',
  });
  const place = (right: string) => [join(own, 'left'), join(own, right)] as const;

  test('shows pictures of one’s own; what has none that can be read shows its name', async () => {
    const outputs = fakeKernel();
    const { task } = openTask(place('right'));
    const rows = ['a', 'b', 'c', 'd'].map((id) => task.left.row(id)!);
    await showPairs(task, { left: rows, right: [0, 0, 0, 0] });
    const html = String(outputs[0]![0]!['text/html']);
    const shown = [...html.matchAll(/alt="([^"]*)" src="data:image\/webp;base64,([^"]*)"/g)];
    expect(shown.map((match) => match[1])).toEqual(['Red &amp; round', 'Rot', 'Blue', 'Rot', 'Rot', 'Rot']);
    const colours = await Promise.all(
      shown.map(async (match) => {
        const pixels = await sharp(Buffer.from(match[2]!, 'base64')).flatten().raw().toBuffer();
        const [r, , b] = pixels.subarray(3 * (32 * 64 + 32));
        return r! > 200 ? 'red' : b! > 200 ? 'blue' : 'neither';
      }),
    );
    expect(colours).toEqual(['red', 'red', 'blue', 'red', 'red', 'red']);
    expect(html.match(/>(None|Broken)<\/span>/g)).toHaveLength(2);
  });

  test('where one graph alone has pictures the other shows names; where neither has it is refused', async () => {
    const outputs = fakeKernel();
    await showPairs(openTask(place('bare')).task, { left: [0], right: [0] });
    expect(String(outputs[0]![0]!['text/html'])).toContain('>Rot</span>');
    const { task } = openTask([join(own, 'bare'), join(own, 'bare')]);
    await expect(showPairs(task, { left: [], right: [] })).rejects.toThrow(/has no pictures/);
  });

  test('a folder of one’s own that is called emoji has its own pictures, or none', async () => {
    const dir = join(temporaryFolder(), 'emoji');
    cpSync(folderOf(pairFiles(8)), dir, { recursive: true });
    const { task } = openTask(dir);
    expect(task.name).toBe('emoji');
    await expect(showPairs(task, { left: [0], right: [0] })).rejects.toThrow(/has no pictures/);
  });
});
