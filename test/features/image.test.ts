import sharp from 'sharp';
import { describe, expect, test } from 'vitest';
import { matrix } from '../../src/compute/index.js';
import { IMAGE_DESCRIPTOR, imageDescriptor, whiten } from '../../src/features/index.js';

const svg = (body: string, box = '0 0 40 40') =>
  Buffer.from(`<svg xmlns="http://www.w3.org/2000/svg" viewBox="${box}" width="40" height="40">${body}</svg>`);
const square = (colour: string, x = 5) => svg(`<rect x="${x}" y="${x}" width="20" height="20" fill="${colour}"/>`);
const dot = (a: Float32Array, b: Float32Array) => a.reduce((sum, v, i) => sum + v * b[i]!, 0);

describe('imageDescriptor', () => {
  test('has three blocks of unit length, an empty one zero', async () => {
    const d = (await imageDescriptor(square('red')))!;
    expect(d).toHaveLength(IMAGE_DESCRIPTOR);
    // A plain square fills the crop: no edges inside.
    const lengths = [d.subarray(0, 256), d.subarray(256, 384), d.subarray(384)].map((b) => dot(b, b));
    expect(lengths[0]).toBeCloseTo(1, 5);
    expect(lengths[2]).toBeCloseTo(1, 5);
    expect(lengths[1]).toBeLessThan(1.00001);
  });

  test('is blind to where on the canvas the picture lies, and sees its colour', async () => {
    const [here, there, blue] = await Promise.all(
      [square('red', 5), square('red', 15), square('blue', 5)].map((s) => imageDescriptor(s)),
    );
    expect(dot(here!, there!)).toBeGreaterThan(0.98 * dot(here!, here!));
    expect(dot(here!, blue!)).toBeLessThan(0.9 * dot(here!, here!));
  });

  test('tells horizontal stripes from vertical ones by the edge block alone', async () => {
    const stripes = (vertical: boolean) =>
      svg(
        [0, 1, 2, 3, 4]
          .map((i) =>
            vertical
              ? `<rect x="${i * 8}" y="0" width="4" height="40"/>`
              : `<rect y="${i * 8}" x="0" height="4" width="40"/>`,
          )
          .join(''),
      );
    const edges = async (vertical: boolean) => (await imageDescriptor(stripes(vertical)))!.subarray(256, 384);
    const [a, b] = [await edges(true), await edges(false)];
    expect(dot(a, b)).toBeLessThan(0.5);
    expect(dot(a, a)).toBeCloseTo(1, 5);
  });

  test('reads PNG too, and finds nothing in a transparent picture', async () => {
    const png = await sharp(square('green')).png().toBuffer();
    const [fromPng, fromSvg] = [(await imageDescriptor(png))!, (await imageDescriptor(square('green')))!];
    expect(dot(fromPng, fromSvg)).toBeGreaterThan(0.98 * dot(fromSvg, fromSvg));
    expect(await imageDescriptor(svg(''))).toBeUndefined();
  });
});

describe('whiten', () => {
  // Points on two orthogonal axes with variances 16 and 1, turned by a known angle.
  const angle = 0.6;
  const [c, s] = [Math.cos(angle), Math.sin(angle)];
  const points = [
    [4, 0],
    [-4, 0],
    [0, 1],
    [0, -1],
  ].map(([x, y]) => [c * x! - s * y!, s * x! + c * y!]);
  const data = matrix(5, 2, Float32Array.from([...points.flat(), 100, 100]));
  const known = Uint8Array.from([1, 1, 1, 1, 0]);

  test('turns to the principal axes and ignores unknown rows', () => {
    const out = whiten(data, known, { dimensions: 2, whitening: 0 });
    expect(Math.abs(out.data[0]!)).toBeCloseTo(4, 4);
    expect(Math.abs(out.data[1]!)).toBeCloseTo(0, 4);
    expect([...out.data.subarray(8)]).toEqual([0, 0]);
  });

  test('scales each axis by its variance to the power asked for', () => {
    const variances = (whitening: number) => {
      const out = whiten(data, known, { dimensions: 2, whitening });
      return [0, 1].map((d) => [0, 1, 2, 3].reduce((sum, i) => sum + out.data[i * 2 + d]! ** 2, 0) / 4);
    };
    expect(variances(1)[0]).toBeCloseTo(1, 4);
    expect(variances(1)[1]).toBeCloseTo(1, 4);
    // Variances 8 and 1/2 before; half whitening leaves their square roots.
    expect(variances(0.5)[0]).toBeCloseTo(Math.sqrt(8), 4);
    expect(variances(0.5)[1]).toBeCloseTo(Math.sqrt(0.5), 4);
  });
});
