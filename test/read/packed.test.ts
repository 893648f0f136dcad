import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { InputError } from '../../src/base/index.js';
import { random } from '../../src/compute/index.js';
import { packFolder, readFolder } from '../../src/read/index.js';
import { featureFolder, folderOf, npy, temporaryFolder } from './folders.js';

const files = { ...featureFolder, 'more/notes.txt': 'a file in a folder', 'README.md': 'left out' };

function pack(): string {
  const dir = temporaryFolder();
  packFolder(folderOf(files), dir, { name: 'a pair', leaveOut: ['README.md'] });
  return dir;
}

const digest = (dir: string) =>
  readdirSync(dir, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort()
    .map((path) => [path.slice(dir.length), createHash('sha256').update(readFileSync(path)).digest('hex')]);

describe('packing', () => {
  test('gives the same bytes again', () => {
    expect(digest(pack())).toEqual(digest(pack()));
  });

  test('keeps everything but what is left out', () => {
    const dir = pack();
    expect(readdirSync(dir)).toContain('manifest.json');
    expect(Object.keys(JSON.parse(readFileSync(join(dir, 'manifest.json'), 'utf8')).files).sort()).toEqual([
      'V.npy',
      'V_mask.npy',
      'V_scale.npy',
      'ent_ids_1',
      'ent_ids_2',
      'ill_ent_ids',
      'more/notes.txt',
      'triples_1',
      'triples_2',
    ]);
    expect(readFolder(dir, { seed: 1 }).task.name).toBe('a pair');
  });

  test('moves no value by more than half a step of its row, and whole numbers not at all', () => {
    const draw = random(5);
    const values = Float32Array.from({ length: 8 * 40 }, (_, i) => draw.normal() * 10 ** (Math.floor(i / 40) - 4));
    const counts = Float32Array.from({ length: 8 * 3 }, () => draw.integer(30_000) + 1);
    const from = folderOf({ ...featureFolder, 'A.npy': npy(values, [8, 40]), 'R.npy': npy(counts, [8, 3]) });
    const to = temporaryFolder();
    packFolder(from, to, { name: 'x' });
    const [before, after] = [from, to].map((dir) => readFolder(dir, { seed: 1 }).task.left.features);
    expect(after!.get('relation')).toEqual(before!.get('relation'));
    const [a, b] = [before!.get('attribute')!.values, after!.get('attribute')!.values];
    for (let i = 0; i < 4; i++) {
      const own = a.data.subarray(i * 40, (i + 1) * 40);
      const step = Math.max(...own.map(Math.abs)) / 32767;
      own.forEach((v, j) => {
        expect(Math.abs(v - b.data[i * 40 + j]!)).toBeLessThanOrEqual(step * 0.51);
      });
    }
  });
});

describe('a damaged packed folder', () => {
  const damaged = (name: string, damage: (bytes: Buffer) => Uint8Array) => {
    const dir = pack();
    writeFileSync(join(dir, name), damage(readFileSync(join(dir, name))));
    return () => readFolder(dir, { seed: 1 });
  };

  test.each(['V.npy.br', 'ent_ids_1.br', 'triples_2.br', 'ill_ent_ids.br'])('%s truncated', (name) => {
    const run = damaged(name, (bytes) => bytes.subarray(0, bytes.length >> 1));
    expect(run).toThrow(InputError);
    expect(run).toThrow(new RegExp(`${name}: is corrupt.*Restore the folder`));
  });

  test('another content behind the same name', () => {
    const dir = pack();
    writeFileSync(join(dir, 'triples_1.br'), readFileSync(join(dir, 'triples_2.br')));
    expect(() => readFolder(dir, { seed: 1 })).toThrow(/triples_1\.br: is corrupt: its content does not match/);
  });

  test('no manifest worth the name', () => {
    expect(damaged('manifest.json', () => Buffer.from('{}'))).toThrow(/manifest\.json: is not the manifest/);
    expect(damaged('manifest.json', () => Buffer.from('{'))).toThrow(/manifest\.json: is not the manifest/);
  });

  test('one bit of the manifest', () => {
    const dir = pack();
    const file = join(dir, 'manifest.json');
    const whole = readFileSync(file);
    for (let bit = 0; bit < 8 * whole.length; bit += 7) {
      const damaged = Buffer.from(whole);
      damaged[bit >> 3]! ^= 1 << (bit & 7);
      writeFileSync(file, damaged);
      expect(() => readFolder(dir, { seed: 1 }), `bit ${bit}`).toThrow(InputError);
    }
  });

  test('a manifest of 0.1.0, which has no checksum, is read', () => {
    const dir = pack();
    const file = join(dir, 'manifest.json');
    const { sha256: _, ...earlier } = JSON.parse(readFileSync(file, 'utf8'));
    writeFileSync(file, JSON.stringify(earlier));
    expect(readFolder(dir, { seed: 1 }).task.name).toBe('a pair');
  });

  test('a file gone', () => {
    const dir = pack();
    rmSync(join(dir, 'V.npy.br'));
    expect(() => readFolder(dir, { seed: 1 })).toThrow(/V\.npy\.br: no such file/);
  });

  test('the links gone is no damage: anyone may take the answers out', () => {
    const dir = pack();
    rmSync(join(dir, 'ill_ent_ids.br'));
    expect(readFolder(dir, { seed: 1 }).truth).toBeUndefined();
  });
});
