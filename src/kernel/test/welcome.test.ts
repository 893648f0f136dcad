import { afterAll, beforeAll, expect, test } from 'vitest';
import { Subscriber } from 'zeromq';
import type { Message } from '../protocol/wire.js';
import { Client } from './client.js';

let kernel: Client;
beforeAll(async () => {
  kernel = await Client.start();
});
afterAll(() => kernel.stop());

/** Subscribes anew and waits for the welcome; the kernel may still be telling that it is idle from its start. */
async function subscribe(topic: string): Promise<{ socket: Subscriber; frames: Buffer[]; message: Message }> {
  const socket = new Subscriber({ linger: 0, receiveTimeout: 10_000 });
  socket.subscribe(topic);
  socket.connect(`tcp://127.0.0.1:${kernel.ports.iopub}`);
  for (;;) {
    const frames = (await socket.receive()) as Buffer[];
    const message = kernel.wire.read(frames)!;
    if (message.header.msg_type !== 'status') return { socket, frames, message };
  }
}

// JEP 65: what is sent after the welcome is heard.
test.each(['', 'stream', 'iopub_welcome'])(
  'who subscribes to %j is welcomed under this topic, and misses nothing after',
  async (topic) => {
    const { socket, frames, message } = await subscribe(topic);
    expect(message).toMatchObject({
      header: { msg_type: 'iopub_welcome' },
      parent: {},
      content: { subscription: topic },
    });
    if (topic) expect(String(frames[0])).toBe(topic);
    if (topic === 'iopub_welcome') return socket.close();
    const id = kernel.submit('console.log("first words")');
    for (;;) {
      const heard = kernel.wire.read((await socket.receive()) as Buffer[])!;
      if (heard.header.msg_type !== 'stream') continue;
      expect(heard.parent.msg_id).toBe(id);
      expect(heard.content.text).toBe('first words\n');
      break;
    }
    return socket.close();
  },
);

test('two subscribers of one topic are both welcomed', async () => {
  const first = await subscribe('');
  const second = await subscribe('');
  expect(second.message.header.msg_type).toBe('iopub_welcome');
  first.socket.close();
  second.socket.close();
});
