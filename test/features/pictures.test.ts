import { symlinkSync } from 'node:fs';
import { join } from 'node:path';
import sharp from 'sharp';
import { describe, expect, test } from 'vitest';
import { AbortedError, OptionError } from '../../src/base/index.js';
import { matrix, random, row } from '../../src/compute/index.js';
import { describePictures, imageDescriptor, openTask, whitenedSides } from '../../src/features/index.js';
import { folderOf } from '../read/folders.js';

const svg = (body: string, ground = '') =>
  Buffer.from(
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 40 40" width="40" height="40">${ground}${body}</svg>`,
  );
/** A logo that has no symmetry. */
const logo = '<path d="M8 8h14v6h-8v18h-6z" fill="#b00020"/><circle cx="26" cy="27" r="5" fill="#004080"/>';
const white = '<rect width="40" height="40" fill="white"/>';
const cosine = (a: Float32Array, b: Float32Array) => {
  const dot = (x: Float32Array, y: Float32Array) => x.reduce((sum, v, i) => sum + v * y[i]!, 0);
  return dot(a, b) / Math.sqrt(dot(a, a) * dot(b, b));
};
const ground = { ground: 'white' };

describe('one picture in many files', () => {
  const reference = imageDescriptor(svg(logo), ground);
  const png = (image: Buffer) => sharp(image, { density: 288 }).png().toBuffer();
  const files: [string, number, () => Promise<Buffer>][] = [
    ['on white instead of on nothing', 0.999, async () => svg(logo, white)],
    [
      'on white, with wide margins',
      0.97,
      () => sharp(svg(logo, white)).extend({ top: 60, left: 20, background: 'white' }).png().toBuffer(),
    ],
    [
      'as JPEG',
      0.97,
      async () =>
        sharp(await png(svg(logo, white)))
          .jpeg({ quality: 85 })
          .toBuffer(),
    ],
    [
      'as JPEG in CMYK',
      0.9,
      async () =>
        sharp(await png(svg(logo, white)))
          .toColourspace('cmyk')
          .jpeg({ quality: 95 })
          .toBuffer(),
    ],
    [
      'with 16 bits a channel',
      0.97,
      async () =>
        sharp(await png(svg(logo, white)))
          .toColourspace('rgb16')
          .png()
          .toBuffer(),
    ],
    [
      'turned, with an EXIF mark that turns it back',
      0.97,
      async () =>
        sharp(
          await sharp(await png(svg(logo, white)))
            .rotate(90)
            .toBuffer(),
        )
          .withExif({})
          .withMetadata({ orientation: 8 })
          .jpeg({ quality: 95 })
          .toBuffer(),
    ],
  ];
  test.each(files)('%s', async (_, least, make) => {
    const described = (await imageDescriptor(await make(), ground))!;
    expect(cosine(described, (await reference)!)).toBeGreaterThan(least);
  });

  test('without a ground, white and nothing are two things; turned without a mark it is another picture', async () => {
    const [on, off] = await Promise.all([imageDescriptor(svg(logo, white)), imageDescriptor(svg(logo))]);
    expect(cosine(on!, off!)).toBeLessThan(0.75);
    const turned = await sharp(svg(logo, white)).rotate(90).png().toBuffer();
    expect(cosine((await imageDescriptor(turned, ground))!, (await reference)!)).toBeLessThan(0.9);
  });

  test('nothing but its ground shows nothing; a grey picture is read', async () => {
    expect(await imageDescriptor(svg('', white), ground)).toBeUndefined();
    expect(await imageDescriptor(svg('', white))).toBeDefined();
    expect(await imageDescriptor(await sharp(svg(logo, white)).greyscale().png().toBuffer(), ground)).toBeDefined();
    await expect(imageDescriptor(svg(logo), { grund: 'white' } as object)).rejects.toThrow(OptionError);
  });
});

test('sides of different styles become comparable: means off, unit rows, unknown rows stay out', () => {
  const draw = random(3);
  const hidden = Array.from({ length: 30 * 5 }, () => draw.normal());
  const side = (shift: number) => ({
    values: matrix(
      30,
      5,
      Float32Array.from(hidden, (v, i) => v * [5, 3, 1, 1, 0.2][i % 5]! + shift + 0.01 * draw.normal()),
    ),
    known: Uint8Array.from({ length: 30 }, (_, i) => (i === 7 ? 0 : 1)),
  });
  const { left, right } = whitenedSides(side(0), side(40));
  expect([left.values.cols, left.known[7]]).toEqual([5, 0]);
  expect(Array.from(row(left.values, 7))).toEqual([0, 0, 0, 0, 0]);
  for (let i = 0; i < 30; i++) {
    if (i === 7) continue;
    expect(Math.hypot(...row(left.values, i))).toBeCloseTo(1, 5);
    expect(cosine(row(left.values, i), row(right.values, i))).toBeGreaterThan(0.95);
  }
});

describe('pictures of a data set', () => {
  const colours = ['red', 'green', 'blue', 'orange'];
  const table = `id,image\n${colours.map((_, i) => `${i},p/${i}.svg`).join('\n')}\n`;
  const picture = (i: number, size: number) =>
    svg(`<rect width="${size}" height="${10 + 5 * i}" fill="${colours[i]}"/>`);
  const pair = (left: Record<string, string | Buffer>) => {
    const right: Record<string, Buffer> = {};
    colours.forEach((_, i) => {
      right[`r/images/${i}.svg`] = picture(i, 30);
    });
    const dir = folderOf({ 'l/e.csv': table, ...left, 'r/e.csv': 'id\n0\n1\n2\n3\n', 'r/README': 'x', ...right });
    return openTask([join(dir, 'l'), join(dir, 'r')]);
  };
  const good = Object.fromEntries(colours.map((_, i) => [`l/p/${i}.svg`, picture(i, 28)]));

  test('a column of paths here, a folder of ids there: the same thing is nearest', async () => {
    const { task, notes } = await describePictures(pair(good));
    expect(task.modalities).toEqual([{ name: 'image', comparable: true }]);
    const [l, r] = [task.left, task.right].map((g) => g.features.get('image')!.values);
    task.left.ids.forEach((id, i) => {
      const scores = task.right.ids.map((_, j) => cosine(row(l!, i), row(r!, j)));
      expect(task.right.ids[scores.indexOf(Math.max(...scores))]).toBe(id);
    });
    expect(notes.join('\n')).toMatch(/r\/images: 4 of 4 pictures are named by the id/);
  });

  test('a link out of the folder is no picture of it', () => {
    const elsewhere = folderOf({ 'secret.svg': picture(1, 30) });
    const dir = folderOf({
      'l/e.csv': table,
      ...good,
      'r/e.csv': 'id\n0\n1\n2\n3\n',
      'r/images/0.svg': picture(0, 30),
    });
    symlinkSync(join(elsewhere, 'secret.svg'), join(dir, 'r', 'images', '1.svg'));
    const { task, notes } = openTask([join(dir, 'l'), join(dir, 'r')]);
    const given = task.right.ids.filter((_, i) => task.right.pictures?.[i] !== undefined);
    expect(given).toEqual(['0']);
    expect(notes.join('\n')).toMatch(/images: 1 are links out of the folder, left out: copy them/);
  });

  test('what is no picture is named, counted and left out', async () => {
    const bad = { ...good, 'l/p/0.svg': 'no picture', 'l/p/1.svg': svg('') };
    const { task, notes } = await describePictures(pair(bad));
    expect(task.left.ids.filter((_, i) => task.left.features.get('image')!.known[i] === 0).sort()).toEqual(['0', '1']);
    expect(notes.join('\n')).toMatch(/2 of 4 entities have a picture/);
    expect(notes.join('\n')).toMatch(/2 pictures cannot be used, and are left out: .*0\.svg \(/);
    expect(notes.join('\n')).toMatch(/1\.svg \(it shows nothing\)/);
  });

  test('none at all, or none of one side: no such modality, and why', async () => {
    const { task, notes } = await describePictures(pair({}));
    expect(task.modalities).toEqual([]);
    expect(notes.join('\n')).toMatch(
      /no such file.*\n.*\n.*a graph has no picture that can be read|no picture that can be read/,
    );
    const emoji = openTask('emoji');
    expect(await describePictures(emoji)).toBe(emoji);
  });

  test('can be stopped', async () => {
    const stop = new AbortController();
    stop.abort();
    await expect(describePictures(pair(good), {}, { signal: stop.signal })).rejects.toThrow(AbortedError);
  });
});

test('a picture of more pixels than there is memory for is left out, and said', async () => {
  // A PNG says its size in its head: this one says 60,000 × 60,000.
  const png = await sharp({ create: { width: 8, height: 8, channels: 3, background: 'red' } })
    .png()
    .toBuffer();
  png.writeUInt32BE(60_000, 16);
  png.writeUInt32BE(60_000, 20);
  await expect(imageDescriptor(png)).rejects.toThrow(/pixel limit|exceeds/i);
});
