import { PassThrough } from 'node:stream';
import { expect, test } from 'vitest';
import { terminalProgress } from '../../src/cli/progress.js';

/** What a printer writes for the events of two tasks. */
function printed(isTTY: boolean): string {
  const stream = Object.assign(new PassThrough(), { isTTY, columns: 120, fd: 2 });
  let text = '';
  stream.on('data', (chunk) => {
    text += chunk;
  });
  const { listen, close } = terminalProgress(stream as unknown as NodeJS.WriteStream);
  for (let done = 0; done <= 4; done++) listen({ task: 'first', done, total: 4, note: `loss ${done}` });
  listen({ task: 'second', done: 1, total: 3 });
  close();
  return text;
}

test('without a terminal: a line when a task begins and when it ends, no control characters', () => {
  expect(printed(false)).toMatch(/^first …\nfirst: done in [\d.]+ s, loss 4\nsecond …\n$/);
});

test('on a terminal: a bar a task with the time left, the finished one at 100 %', () => {
  const text = printed(true);
  expect(text).toMatch(/first .*█{24} 100 %.*left .*loss 4/);
  expect(text).toMatch(/second .*█+░+ 33 %/);
});
