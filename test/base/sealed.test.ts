import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readSealed, sha256, writeSealed } from '../../src/base/index.js';
import { temporaryFolder } from '../read/folders.js';

const file = join(temporaryFolder(), 'sealed.json');
const read = () => readSealed(file, 'test-1', 'Delete it');
const value = { list: [1, 2.5, 'ü'], text: `"sha256": "${'0'.repeat(64)}"` };

test.each([undefined, 2])('what is written is read again, by any reader of JSON too (indent %s)', (indent) => {
  fc.assert(
    fc.property(fc.jsonValue(), (any) => {
      writeSealed(file, 'test-1', { any }, indent);
      const text = readFileSync(file, 'utf8');
      expect(read()).toEqual(JSON.parse(JSON.stringify({ any })));
      const { schema, sha256: sum } = JSON.parse(text);
      expect(schema).toBe('test-1');
      const at = text.lastIndexOf(sum);
      expect(sha256(text.slice(0, at) + '0'.repeat(64) + text.slice(at + 64))).toBe(sum);
    }),
  );
});

test('each flipped bit is noticed', () => {
  writeSealed(file, 'test-1', value, 2);
  const whole = readFileSync(file);
  const told = new Set<string>();
  for (let bit = 0; bit < 8 * whole.length; bit++) {
    const damaged = Buffer.from(whole);
    damaged[bit >> 3]! ^= 1 << (bit & 7);
    writeFileSync(file, damaged);
    try {
      read();
      throw new Error(`bit ${bit} passed`);
    } catch (error) {
      told.add((error as Error).message.slice(file.length));
    }
  }
  const where = ': has no checksum: it is damaged, or of an earlier version of psqe. Delete it';
  expect([...told].sort()).toEqual([where, ': is damaged: its content does not match its checksum. Delete it'].sort());
});

test('a file cut off, without checksum, of another schema, or not there: each by its name', () => {
  writeSealed(file, 'test-1', value);
  const whole = readFileSync(file);
  writeFileSync(file, whole.subarray(0, -1));
  expect(read).toThrow(/has no checksum: it is damaged, or of an earlier version/);
  writeFileSync(file, JSON.stringify(value));
  expect(read).toThrow(/has no checksum/);
  writeSealed(file, 'other-2', value);
  expect(read).toThrow(/is of schema "other-2", not "test-1"/);
  expect(() => readSealed(`${file}.none`, 'test-1', 'Look')).toThrow(/no such file\. Look/);
});
