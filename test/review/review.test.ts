import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { beforeAll, describe, expect, test } from 'vitest';
import { AlignmentTask, MultimodalGraph } from '../../src/graph/index.js';
import { sumOf } from '../../src/match/explain/shares.js';
import { rankMatches } from '../../src/match/index.js';
import type { ReviewData } from '../../src/review/data.js';
import { reviewPage, writeReview } from '../../src/review/index.js';
import { trainAligner } from '../../src/train/index.js';
import { smallTask } from '../support/small-task.js';

const folder = mkdtempSync(join(tmpdir(), 'psqe review '));
const { task: plain, truth } = smallTask(36);
const embeddings = await trainAligner(plain, { ...truth.links, score: new Float32Array(36).fill(1) }, { epochs: 3 });
const matches = rankMatches(embeddings, {}, { top: 2 });
const aligned = { embeddings, matches };

const dataOf = (html: string): ReviewData =>
  JSON.parse(/<script id="data" type="application\/json">(.*?)<\/script>/s.exec(html)![1]!);

describe('what a page holds', () => {
  test('every pair in its order, with reasons that add up', async () => {
    const { html, notes } = await reviewPage(plain, aligned);
    const { pairs, left, right, shares, title } = dataOf(html);
    expect([notes, title]).toEqual([[], 'l – r']);
    expect(pairs.map((pair) => [left[pair.left]!.id, right[pair.right]!.id, pair.stage])).toEqual(
      Array.from(matches.left, (l, i) => [`l${l}`, `r${matches.right[i]}`, matches.stage[i]]),
    );
    for (const { why, sure } of pairs) {
      expect(sumOf(shares.map((name, s) => ({ name, value: why.shares[s]! })))).toBeCloseTo(why.score, 3);
      for (const { lead, shares } of why.rivals) expect(shares.reduce((a, b) => a + b, 0)).toBeCloseTo(lead, 3);
      expect(why.votes.reduce((a, b) => a + b, 0)).toBeCloseTo(1, 3);
      expect(sure).toBeLessThanOrEqual(1);
    }
  });

  test('a pair is as sure as its confidence, and of too many the least sure are listed', async () => {
    const confidence = Float32Array.from(matches.left, (_, i) => ((i * 7) % matches.left.length) / matches.left.length);
    const given = { embeddings, matches: { ...matches, confidence } };
    const { html, notes } = await reviewPage(plain, given, { limit: 10 });
    const { pairs } = dataOf(html);
    expect(pairs.map(({ sure }) => sure).sort()).toEqual(
      [...confidence]
        .sort()
        .slice(0, 10)
        .map((sure) => expect.closeTo(sure, 3)),
    );
    expect(notes).toEqual([`the review page lists the 10 least sure of ${matches.left.length} pairs`]);
  });

  test('pairs known to be different, so that they are saved again', async () => {
    const different = { left: Int32Array.of(3), right: Int32Array.of(4) };
    const { html } = await reviewPage(plain, { ...aligned, options: { different } });
    expect(dataOf(html).different).toEqual([['l3', 'r4']]);
  });

  test('graphs are called by their files, not by where these lie', async () => {
    const named = (left: string, right: string) => {
      const graph = (own: MultimodalGraph, name: string) => new MultimodalGraph({ ...own, name });
      return new AlignmentTask({ ...plain, left: graph(plain.left, left), right: graph(plain.right, right) });
    };
    const { html } = await reviewPage(named('/home/me/left.csv', 'C:\\data\\right.csv'), aligned);
    expect(dataOf(html).graphs).toEqual(['left.csv', 'right.csv']);
    expect(html).not.toContain('/home/me');
    const alike = await reviewPage(named('/home/me/a/graph', '/home/me/b/graph'), aligned);
    expect(dataOf(alike.html).title).toBe('a/graph – b/graph');
  });

  test('the same page again for the same graphs, and another key for others', async () => {
    const [one, two] = [await reviewPage(plain, aligned), await reviewPage(plain, aligned)];
    expect(one.html).toBe(two.html);
    const other = new AlignmentTask({ ...plain, name: 'other' });
    expect(dataOf((await reviewPage(other, aligned)).html).key).not.toBe(dataOf(one.html).key);
  });
});

describe('pictures', () => {
  let task: AlignmentTask;
  beforeAll(async () => {
    const path = join(folder, 'red.png');
    await sharp({ create: { width: 90, height: 50, channels: 3, background: 'red' } }).toFile(path);
    const pictures = plain.left.ids.map((_, i) => (i === 0 ? join(folder, 'none.png') : path));
    task = new AlignmentTask({ ...plain, left: new MultimodalGraph({ ...plain.left, pictures }) });
  });

  test("are the user's own, small; one that cannot be read is left out", async () => {
    const { left, right } = dataOf((await reviewPage(task, aligned)).html);
    expect(right.every(({ picture }) => picture === undefined)).toBe(true);
    for (const { id, picture } of left)
      if (id === 'l0') expect(picture).toBeUndefined();
      else {
        const webp = Buffer.from(picture!.replace('data:image/webp;base64,', ''), 'base64');
        expect(await sharp(webp).metadata()).toMatchObject({ format: 'webp', width: 64, height: 64 });
      }
  });

  test('take so much room at most, the least sure pairs before others; what is missing is said', async () => {
    const { html, notes } = await reviewPage(task, aligned, { pictures: 0.002 });
    const { left, pairs } = dataOf(html);
    const shown = left.filter(({ picture }) => picture !== undefined);
    expect(shown.length).toBeGreaterThan(0);
    expect(shown.reduce((sum, { picture }) => sum + picture!.length, 0)).toBeLessThanOrEqual(2000);
    const least = [...pairs].sort((a, b) => a.sure - b.sure).find((pair) => left[pair.left]!.id !== 'l0')!;
    expect(left[least.left]!.picture).toBeDefined();
    expect(notes).toEqual([
      expect.stringMatching(/^the review page has no pictures of \d+ entities: it holds 0\.002 MB/),
    ]);
    expect((await reviewPage(task, aligned, { pictures: 0 })).html).not.toContain('image/webp');
  });
});

test('a file that is no page, and options that are none, are refused before anything is written', async () => {
  await expect(writeReview(join(folder, 'review.txt'), plain, aligned)).rejects.toThrow(/review\.txt.*\.html/);
  await expect(writeReview(join(folder, 'r.html'), plain, aligned, { limit: 0 })).rejects.toThrow(/limit/);
  expect(await writeReview(join(folder, 'r.html'), plain, aligned)).toEqual([]);
  expect(readFileSync(join(folder, 'r.html'), 'utf8')).toMatch(/^<!doctype html>/);
});

test('an abort stops it', async () => {
  const stop = AbortSignal.abort();
  await expect(reviewPage(plain, aligned, {}, { signal: stop })).rejects.toThrow(/abort|stopped/i);
});
