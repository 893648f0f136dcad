import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { Client } from './client.js';

let kernel: Client;
beforeAll(async () => {
  kernel = await Client.start();
});
afterAll(() => kernel.stop());

describe('input', () => {
  test('prompt and password ask the client that runs the cell', async () => {
    const asked: unknown[] = [];
    kernel.onInput = (request) => {
      asked.push(request);
      return 'Ada';
    };
    expect(await kernel.value('const who = prompt("Your name? "); who + kernel.password("Secret: ")')).toBe("'AdaAda'");
    expect(asked).toEqual([
      { prompt: 'Your name? ', password: false },
      { prompt: 'Secret: ', password: true },
    ]);
    kernel.onInput = () => '';
    expect(await kernel.value('prompt("?", "default")')).toBe("'default'");
    kernel.onInput = undefined;
  });

  test('a timer that asks when no cell runs gets an error, and nothing hangs', async () => {
    kernel.onInput = () => 'x';
    const id = kernel.submit('setTimeout(() => prompt("?"), 30); undefined');
    await kernel.until(() => kernel.outputsOf(id).some((m) => String(m.content.text).includes('only a running cell')));
    kernel.onInput = undefined;
    expect(await kernel.value('40 + 2')).toBe('42');
  });

  test('a client without input gets an error', async () => {
    expect((await kernel.execute('prompt("?")')).reply).toMatchObject({
      status: 'error',
      evalue: expect.stringContaining('takes no input'),
    });
  });
});

describe('process.stdin', () => {
  const lines = (...answers: string[]): void => {
    kernel.onInput = () => answers.shift();
  };
  afterEach(() => {
    kernel.onInput = undefined;
  });

  test('readline asks the reader: a question, then the lines of a loop', async () => {
    lines('Ada', '1', '2', 'stop');
    const code = `import * as readline from 'node:readline/promises';
import { stdin as input, stdout as output } from 'node:process';
const rl = readline.createInterface({ input, output });
const name = await rl.question('Name? ');
let sum = 0;
for await (const line of rl) { if (line === 'stop') break; sum += Number(line); }
console.log(name, sum);`;
    const { reply, stream } = await kernel.execute(code);
    expect(reply.status).toBe('ok');
    expect(stream('stdout')).toBe('Name? Ada 3\n');
  });

  test('an interface that a cell left open asks only when a later cell puts a question', async () => {
    lines('kept');
    await kernel.value(
      "import { createInterface } from 'node:readline/promises'; const left = createInterface({ input: process.stdin, output: process.stdout });",
    );
    let asked = 0;
    kernel.onInput = () => {
      asked += 1;
      return 'kept';
    };
    await kernel.value('console.log("a line"); await new Promise((r) => setTimeout(r, 80));');
    expect(asked).toBe(0);
    expect(await kernel.value('await left.question("? ")')).toBe("'kept'");
    expect(asked).toBe(1);
    await kernel.value('left.close()');
  });

  test('where the client takes no input, the cell ends with a word on prompt(), and the next one goes on', async () => {
    for (const code of [
      "import * as rl from 'node:readline/promises'; await rl.createInterface({ input: process.stdin }).question('? ')",
      'for await (const chunk of process.stdin) console.log(chunk);',
      "await new Promise((r) => process.stdin.once('data', r))",
    ]) {
      const { reply, stream } = await kernel.execute(code);
      expect(reply).toMatchObject({ ename: 'NoInput', evalue: expect.stringContaining('prompt(') });
      expect(stream('stderr')).toBe('');
    }
    expect(await kernel.value('process.stdin.isPaused(); 40 + 2')).toBe('42');
  });

  test('a reply that nobody asked for answers no later question', async () => {
    kernel.send('stdin', 'input_reply', { value: 'stray' });
    lines('wanted');
    expect(await kernel.value('prompt("?")')).toBe("'wanted'");
  });
});
