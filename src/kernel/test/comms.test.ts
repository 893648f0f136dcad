import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Client } from './client.js';

let kernel: Client;
beforeAll(async () => {
  kernel = await Client.start();
});
afterAll(() => kernel.stop());

describe('comms', () => {
  test('open, message, close from the client', async () => {
    await kernel.value(`kernel.comms.register('echo', (comm, data) => {
      comm.send({ opened: data });
      comm.onMessage = (message, buffers) => comm.send({ echo: message, bytes: buffers.length }, { buffers });
      comm.onClose = () => console.log('closed');
    })`);
    const open = kernel.send('shell', 'comm_open', { comm_id: 'c1', target_name: 'echo', data: { a: 1 } });
    await kernel.until(() => kernel.isIdle(open));
    expect(kernel.outputsOf(open).map((m) => m.content)).toEqual([{ comm_id: 'c1', data: { opened: { a: 1 } } }]);
    expect((await kernel.request('comm_info_request', {})).comms).toEqual({ c1: { target_name: 'echo' } });
    expect((await kernel.request('comm_info_request', { target_name: 'other' })).comms).toEqual({});
    const message = kernel.send('shell', 'comm_msg', { comm_id: 'c1', data: 'hi' }, {}, [Buffer.from([1, 2, 3])]);
    await kernel.until(() => kernel.isIdle(message));
    const [answer] = kernel.outputsOf(message);
    expect(answer!.content).toEqual({ comm_id: 'c1', data: { echo: 'hi', bytes: 1 } });
    expect([...answer!.buffers[0]!]).toEqual([1, 2, 3]);
    const close = kernel.send('shell', 'comm_close', { comm_id: 'c1', data: {} });
    await kernel.until(() => kernel.outputsOf(close).some((m) => m.content.text === 'closed\n'));
    expect((await kernel.request('comm_info_request', {})).comms).toEqual({});
  });

  test('an unknown target is closed', async () => {
    const open = kernel.send('shell', 'comm_open', { comm_id: 'c2', target_name: 'nobody', data: {} });
    await kernel.until(() => kernel.outputsOf(open).some((m) => m.header.msg_type === 'comm_close'));
  });

  test('from a cell to the client and back', async () => {
    const { of } = await kernel.execute(
      'const line = kernel.comms.open("page", { n: 1 }); let got: unknown; line.onMessage = (data) => { got = data; };',
    );
    const [opened] = of('comm_open');
    expect(opened).toMatchObject({ target_name: 'page', data: { n: 1 } });
    const message = kernel.send('shell', 'comm_msg', { comm_id: opened.comm_id, data: { clicked: true } });
    await kernel.until(() => kernel.isIdle(message));
    expect(await kernel.value('got')).toBe('{ clicked: true }');
    expect((await kernel.execute('line.close()')).of('comm_close')).toHaveLength(1);
  });
});
