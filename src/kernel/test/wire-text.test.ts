import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { History } from '../protocol/history.js';
import { Output } from '../protocol/output.js';
import { Wire } from '../protocol/wire.js';
import { cut } from '../text.js';
import { makeStream } from '../user/streams.js';
import { broken } from './texts.js';

const whole = fc.string({ unit: 'binary' });
/** A text cut anywhere, also inside of pairs. */
const pieces = fc.tuple(whole, fc.array(fc.nat(12))).map(([text, lengths]) => {
  const out: string[] = [];
  let at = 0;
  for (const length of lengths) {
    out.push(text.slice(at, at + length));
    at += length;
  }
  return [text, [...out, text.slice(at)]] as const;
});

describe('text is cut between characters, and comes whole', () => {
  test('cut() keeps as much as fits, and never half a pair', () => {
    fc.assert(
      fc.property(whole, fc.nat(30), (text, length) => {
        const kept = cut(text, length);
        expect(text.startsWith(kept) && kept.length <= length).toBe(true);
        expect([...kept].every((c, i) => c === [...text][i])).toBe(true);
        expect(kept.length).toBeGreaterThanOrEqual(Math.min(text.length, length) - 1);
      }),
    );
  });

  test('on the wire a half becomes U+FFFD, and nothing else changes', () => {
    const wire = new Wire('', 'hmac-sha256');
    fc.assert(
      fc.property(broken, (text) => {
        const frames = wire.write([], { type: 'stream', content: { text, [text]: 1 } });
        const { content } = wire.read(frames.map((frame) => Buffer.from(frame as string)))!;
        const whole = Buffer.from(text, 'utf8').toString('utf8');
        expect(content).toEqual({ text: whole, [whole]: 1 });
      }),
      { numRuns: 500 },
    );
  });

  test('a stream written in any pieces, of texts or of bytes', () => {
    fc.assert(
      fc.property(pieces, fc.boolean(), ([text, parts], asBytes) => {
        const sent: string[] = [];
        const stream = makeStream((part) => sent.push(part));
        if (asBytes) for (const byte of Buffer.from(text)) stream.write(Uint8Array.of(byte));
        else for (const part of parts) stream.write(part);
        expect(sent.join('')).toBe(text);
        for (const part of sent)
          expect([...part].every((c) => c.codePointAt(0)! < 0xd800 || c.codePointAt(0)! > 0xdfff)).toBe(true);
      }),
    );
  });

  test('pieces of a megabyte; a half that nothing follows goes out at the end; encodings', () => {
    const sent: string[] = [];
    const stream = makeStream((part) => sent.push(part));
    stream.write(`a${'😀'.repeat(1 << 19)}`);
    expect(sent.map((part) => part.length)).toEqual([(1 << 20) - 1, 2]);
    stream.write('b\ud83d');
    expect(sent.at(-1)).toBe('b');
    stream.end();
    expect(sent.at(-1)).toBe('\ud83d');
    stream.write('4a4b', 'hex');
    expect(sent.at(-1)).toBe('JK');
  });

  test('the limit of output and the history', () => {
    fc.assert(
      fc.property(fc.array(whole), fc.nat(40), (texts, limit) => {
        const sent: string[] = [];
        const output = new Output(
          (message) => sent.push((message.content as { text: string }).text),
          () => undefined,
        );
        output.limit = limit;
        for (const text of texts) output.write('a', 'stdout', text);
        output.flush();
        const all = texts.join('');
        expect(all.startsWith(sent.join(''))).toBe(true);
        expect(sent.join('').length).toBeGreaterThanOrEqual(Math.min(all.length, limit) - 1);
        expect(cut(all, sent.join('').length)).toBe(sent.join(''));
        output.finish('a');
      }),
    );
    const history = new History();
    history.add(1, '');
    history.setOutput(1, `a${'😀'.repeat(2000)}`);
    const [[, , [, output]]] = history.answer({ hist_access_type: 'tail', output: true }) as [
      [number, number, string[]],
    ];
    expect(output).toBe(`a${'😀'.repeat(999)}`);
  });
});
