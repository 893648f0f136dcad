import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { putBuffers, separateBuffers } from '../user/widget-buffers.js';
import { Client, type Content } from './client.js';

describe('binary values beside a state', () => {
  test('as ipywidgets separates them (the example of its _remove_buffers)', () => {
    const [one, two] = [new Uint8Array([1, 2]), new Float32Array([3])];
    const state = { plain: [0, 'text'], x: { ar: one }, y: { shape: [10, 10], data: two } };
    expect(separateBuffers(state)).toEqual({
      state: { plain: [0, 'text'], x: {}, y: { shape: [10, 10] } },
      paths: [
        ['x', 'ar'],
        ['y', 'data'],
      ],
      buffers: [one, two],
    });
    expect(separateBuffers({ list: [one, 1] })).toMatchObject({ state: { list: [null, 1] }, paths: [['list', 0]] });
  });

  test('any state comes back as it was', () => {
    const value = fc.letrec((tie) => ({
      any: fc.oneof(
        { maxDepth: 4 },
        fc.integer(),
        fc.string(),
        fc.constant(null),
        fc.uint8Array({ maxLength: 5 }),
        fc.array(tie('any'), { maxLength: 4 }),
        fc.dictionary(fc.string(), tie('any'), { maxKeys: 4, noNullPrototype: true }),
      ),
    })).any;
    fc.assert(
      fc.property(fc.dictionary(fc.string(), value, { noNullPrototype: true }), (whole) => {
        const { state, paths, buffers } = separateBuffers(whole);
        const sent = JSON.parse(JSON.stringify({ state, paths }));
        putBuffers(sent.state, sent.paths, buffers as Uint8Array[]);
        expect(sent.state).toEqual(whole);
      }),
      { examples: [[JSON.parse('{"__proto__":{"a":0}}')]] },
    );
  });

  test('paths that lead nowhere, or to what all objects share, do nothing', () => {
    const state = { a: 1 };
    putBuffers(state, [['b', 'c'], [], 'x', ['__proto__', 'polluted'], ['a', 0]], [new Uint8Array(1)]);
    putBuffers(state, 'no list', []);
    expect(state).toEqual({ a: 1 });
    expect(({} as { polluted?: unknown }).polluted).toBeUndefined();
  });
});

describe('widgets', () => {
  let kernel: Client;
  beforeAll(async () => {
    kernel = await Client.start();
  });
  afterAll(() => kernel.stop());

  /** A message from the page, and what was sent back under it. */
  const page = async (comm_id: string, data: object, buffers: Uint8Array[] = []): Promise<Content[]> => {
    const id = kernel.send('shell', 'comm_msg', { comm_id, data }, {}, buffers);
    await kernel.until(() => kernel.isIdle(id));
    return kernel.outputsOf(id).map((m) => m.content);
  };

  test("open with anywidget's model, shown by its id", async () => {
    const { of, reply } = await kernel.execute(
      "const w = kernel.widget({ esm: 'export default {}', css: '.a { color: red }', state: { value: 3, bytes: new Uint8Array([7]) } }); w",
    );
    expect(reply.status).toBe('ok');
    const [open] = of('comm_open');
    expect(open).toMatchObject({
      target_name: 'jupyter.widget',
      data: {
        state: {
          _model_module: 'anywidget',
          _model_name: 'AnyModel',
          _view_name: 'AnyView',
          _esm: 'export default {}',
          _css: '.a { color: red }',
          value: 3,
        },
        buffer_paths: [['bytes']],
      },
    });
    const [shown] = of('execute_result');
    expect(shown.data['application/vnd.jupyter.widget-view+json']).toEqual({
      version_major: 2,
      version_minor: 1,
      model_id: open.comm_id,
    });
    expect(shown.data['text/plain']).toContain('[widget value: 3');
  });

  test('the state goes both ways; listeners hear of it, under the cell that set them', async () => {
    await kernel.value('w.set({ value: 4 })');
    const set = await kernel.execute("w.onChange((names) => console.log('changed', names, w.state.value)); w.id");
    const id = set.of('execute_result')[0].data['text/plain'].slice(1, -1);
    const sent = await kernel.execute('w.state.value = 5');
    expect(sent.of('comm_msg').map((m) => m.data)).toEqual([
      { method: 'update', state: { value: 5 }, buffer_paths: [] },
    ]);
    await page(id, { method: 'update', state: { value: 6, stranger: 1 }, buffer_paths: [['bytes']] }, [
      Buffer.from('é'),
    ]);
    expect(await kernel.value('[w.state.value, Buffer.from(w.state.bytes).toString()]')).toBe("[ 6, 'é' ]");
    const told = (): string =>
      kernel.iopubLog
        .filter((m) => m.parent.msg_id === set.answer.parent.msg_id && m.header.msg_type === 'stream')
        .map((m) => m.content.text)
        .join('');
    await kernel.until(() => told().includes("changed [ 'value', 'bytes' ] 6"));
    expect(told()).toContain("changed [ 'value' ] 5");
    const [whole] = await page(id, { method: 'request_state' });
    expect(whole.data).toMatchObject({ method: 'update', state: { value: 6, _model_name: 'AnyModel' } });
  });

  test('a page that was loaded anew gets all models; messages beside the state; the end', async () => {
    const open = { comm_id: 'control', target_name: 'jupyter.widget.control', data: {} };
    const opened = kernel.send('shell', 'comm_open', open);
    await kernel.until(() => kernel.isIdle(opened));
    const [answer] = await page('control', { method: 'request_states' });
    expect(answer.data.method).toBe('update_states');
    const [[id, model]] = Object.entries<Content>(answer.data.states) as [[string, Content]];
    expect(model).toMatchObject({ model_module: 'anywidget', model_name: 'AnyModel', state: { value: 6 } });
    expect(answer.data.buffer_paths).toEqual([[id, 'state', 'bytes']]);
    await kernel.value(
      'let heard: unknown; w.onMessage = (content) => { heard = content; }; w.message({ to: "page" })',
    );
    await page(id, { method: 'custom', content: { clicked: true } });
    expect(await kernel.value('heard')).toBe('{ clicked: true }');
    const closed = await kernel.execute('w.close()');
    expect(closed.of('comm_close')).toHaveLength(1);
    expect((await page('control', { method: 'request_states' }))[0].data.states).toEqual({});
  });

  test.each([
    ['kernel.widget({ esm: 5 as never })', '"esm" is a text (or the path of a file), not of type number'],
    ["kernel.widget({ esm: 'nowhere.js' })", 'nowhere.js'],
    ["kernel.widget({ esm: '', state: [] as never })", '"state" is an object'],
    ["kernel.widget({ esm: '', state: { _esm: 1 } })", 'names with "_" are the protocol\'s, not "_esm"'],
    ["kernel.widget({ esm: '', state: { n: 10n } })", 'BigInt'],
    ["const o: any = {}; o.o = o; kernel.widget({ esm: '', state: { o } })", 'goes round in a circle'],
    ["kernel.widget({ esm: '', state: { a: 1 } }).set({ b: 1 } as never)", 'its state has no "b", but a'],
    ['kernel.interact({ k: { min: 3 } as never }, () => 1)', '"k" is a range'],
    ['kernel.interact({ k: true }, 5 as never)', 'the second argument is a function'],
  ])('%s is an error that says so', async (code, message) => {
    const { reply } = await kernel.execute(code);
    expect(reply.status).toBe('error');
    expect(reply.evalue).toContain(message);
  });

  describe('interact', () => {
    const start = async (code: string): Promise<{ id: string; shown(): string[] }> => {
      const outcome = await kernel.execute(code);
      expect(outcome.reply.evalue).toBeUndefined();
      const cell = outcome.answer.parent.msg_id!;
      const shown = (): string[] =>
        kernel.iopubLog
          .filter((m) => m.header.msg_type === 'update_display_data' && m.parent.msg_id === cell)
          .map((m) => (m.content as Content).data['text/plain']);
      return { id: outcome.of('comm_open')[0].comm_id, shown };
    };

    test('controls begin with their values; a change runs the function again, in place', async () => {
      const { id, shown } = await start(
        "await kernel.interact({ k: { min: 1, max: 9 }, log: false, by: ['a', 'b'], name: 'x' }, (v) => { const k: number = v.k; const by: 'a' | 'b' = v.by; return [k, v.log, by, v.name].join(); }).ready",
      );
      expect(shown()).toEqual(["'1,false,a,x'"]);
      await page(id, {
        method: 'update',
        state: { values: { k: 5, log: true, by: 'b', name: 'y' } },
        buffer_paths: [],
      });
      await kernel.until(() => shown().includes("'5,true,b,y'"));
    });

    test('changes that come while it runs are seen by one more run; an error stands in place', async () => {
      const { id, shown } = await start(
        'await kernel.interact({ k: { min: 0, max: 9, value: 1 } }, async ({ k }) => { await new Promise((r) => setTimeout(r, 100)); if (k === 9) throw new RangeError("too far"); return k; }).ready',
      );
      for (let k = 2; k <= 8; k++) await page(id, { method: 'update', state: { values: { k } }, buffer_paths: [] });
      await kernel.until(() => shown().includes('8'));
      expect(shown().length).toBeLessThan(8);
      await page(id, { method: 'update', state: { values: { k: 9 } }, buffer_paths: [] });
      await kernel.until(() => shown().includes('RangeError: too far'));
    });

    test('it goes on after a cell was interrupted', async () => {
      const { id, shown } = await start(
        'await kernel.interact({ k: { min: 0, max: 9 } }, async ({ k }) => { let n = 0; for (let i = 0; i < k; i++) { await null; n += 1; } return n; }).ready',
      );
      const busy = kernel.submit('console.log("busy"); for (;;);');
      await kernel.until(() => kernel.outputsOf(busy).some((m) => m.content.text === 'busy\n'));
      await kernel.request('interrupt_request', {}, 'control');
      expect((await kernel.outcome(busy)).reply.ename).toBe('KeyboardInterrupt');
      await page(id, { method: 'update', state: { values: { k: 7 } }, buffer_paths: [] });
      await kernel.until(() => shown().includes('7'));
    });
  });
});
