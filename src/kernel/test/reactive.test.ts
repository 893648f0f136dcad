import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { Reactive, type ReactiveCell } from '../protocol/reactive.js';
import { Client, type Content } from './client.js';

const cell = (key: string, uses: string[], changes: string[]): ReactiveCell => ({
  key,
  code: '',
  label: '',
  display: key,
  uses: new Set(uses),
  changes: new Set(changes),
});

/** The keys of the cells that run when these names change. */
async function followed(reactive: Reactive, changes: string[], fails: string[] = []): Promise<string[]> {
  const ran: string[] = [];
  await reactive.follow(changes, async ({ key }) => {
    ran.push(key);
    return !fails.includes(key);
  });
  return ran;
}

describe('the order of reactive cells', () => {
  test('any cells in any order: each runs once, behind what it uses; circles are refused', async () => {
    const names = ['a', 'b', 'c', 'd', 'e', 'f'];
    const arrows = fc.array(fc.tuple(fc.nat(5), fc.nat(5)), { maxLength: 10 });
    await fc.assert(
      fc.asyncProperty(arrows, fc.shuffledSubarray(names, { minLength: 6 }), async (pairs, order) => {
        const reactive = new Reactive();
        const uses = (name: string): string[] => [
          'start',
          ...pairs.filter(([, to]) => names[to] === name).map(([from]) => names[from]!),
        ];
        const taken = order.filter((name) => reactive.add(cell(name, uses(name), [name])) === undefined);
        const ran = await followed(reactive, ['start']);
        expect([...ran].sort()).toEqual([...taken].sort());
        for (const [at, name] of ran.entries())
          for (const used of uses(name)) if (taken.includes(used)) expect(ran.indexOf(used)).toBeLessThan(at);
        // Who was refused would have closed a circle among the others.
        if (pairs.every(([from, to]) => from < to)) expect(taken.length).toBe(6);
      }),
    );
  });

  test('what a failed cell makes is not handed on; a name has one reactive cell', async () => {
    const reactive = new Reactive();
    reactive.add(cell('1', ['x'], ['y']));
    reactive.add(cell('2', ['y'], ['z']));
    reactive.add(cell('3', ['x'], []));
    expect(await followed(reactive, ['x'])).toEqual(['1', '2', '3']);
    expect(await followed(reactive, ['x'], ['1'])).toEqual(['1', '3']);
    reactive.add(cell('4', ['x'], ['y']));
    expect([...(await followed(reactive, ['x']))].sort()).toEqual(['2', '3', '4']);
    expect(reactive.add(cell('5', ['z'], ['x']))).toMatch(/x → y → z → x|z → x/);
  });
});

describe('in a session', () => {
  let kernel: Client;
  beforeAll(async () => {
    kernel = await Client.start();
  });
  afterAll(() => kernel.stop());
  beforeEach(() => kernel.value('%reset'));

  /** Runs a cell of a notebook: clients tell its id. */
  async function run(code: string, cellId?: string, deletedCells: string[] = []): Promise<Content> {
    const outcome = await kernel.outcome(kernel.submit(code, {}, { ...(cellId ? { cellId } : {}), deletedCells }));
    const shown = (type: string): string[] => outcome.of(type).map((c) => c.data['text/plain']);
    return { ...outcome, shown: shown('display_data'), updates: shown('update_display_data') };
  }

  test('a cell runs again in its place when a name is declared anew or assigned, chains in their order', async () => {
    await run('let k = 2; const rows = [1, 2, 3];', 'a');
    const first = await run('%reactive\nconst scaled = rows.map((row) => row * k);\nscaled', 'b');
    expect([first.shown, first.updates]).toEqual([[''], ['[ 2, 4, 6 ]']]);
    const second = await run('%reactive\nscaled.reduce((sum, n) => sum + n, 0)', 'c');
    expect(second.updates).toEqual(['12']);
    expect((await run('k = 10;', 'd')).updates).toEqual(['[ 10, 20, 30 ]', '60']);
    const again = await run('const rows = [5];', 'a');
    expect(again.updates).toEqual(['[ 50 ]', '50']);
    const ids = (o: Content, type: string): string[] => o.of(type).map((c: Content) => c.transient.display_id);
    expect(ids(again, 'update_display_data')).toEqual([...ids(first, 'display_data'), ...ids(second, 'display_data')]);
    expect((await run('const other = 1; const row = 3; other + k', 'e')).updates).toEqual([]);
  });

  test('circles are refused, and the refused cell leaves nothing behind', async () => {
    await run('let a = 1; let b = 1;', 'a');
    await run('%reactive\nb = a + 1;', 'b');
    const { reply } = await run('%reactive\na = b + 1; const c = 1;', 'c');
    expect(reply).toMatchObject({ ename: 'ReactiveError', evalue: expect.stringMatching(/a → b → a|b → a → b/) });
    expect(await kernel.value('a')).toBe('1');
    expect((await run('c')).reply.evalue).toContain("Cannot find name 'c'");
    const itself = await run('%reactive\na += 1', 'd');
    expect(itself.reply).toMatchObject({ ename: 'ReactiveError' });
  });

  test('a cell whose types no longer fit says so in its place, and runs again when they do', async () => {
    await run('const n = 4;', 'a');
    await run('%reactive\nn.toFixed(1)', 'b');
    const { updates, reply } = await run('const n = "four";', 'a');
    expect(reply.status).toBe('ok');
    expect(updates[0]).toContain("Property 'toFixed' does not exist");
    expect((await run('const n = 5;', 'a')).updates).toEqual(["'5.0'"]);
  });

  test('a cell that is run without %reactive, or deleted, stays as it is', async () => {
    await run('let x = 1;', 'a');
    await run('%reactive\nx + 1', 'b');
    await run('%reactive\nx + 2', 'c');
    await run('x + 1', 'b');
    expect((await run('x = 5;', 'd')).updates).toEqual(['7']);
    expect((await run('x = 6;', 'd', ['c'])).updates).toEqual([]);
  });

  test('an interrupt ends the whole chain', async () => {
    await run('let wait = 0;', 'a');
    await run(
      '%reactive\nconsole.log("begun", wait);\nconst waited = await new Promise<number>((r) => setTimeout(() => r(wait), wait));',
      'b',
    );
    await run('%reactive\nwaited + wait', 'c');
    const id = kernel.submit('wait = 60_000;', {}, { cellId: 'd' });
    await kernel.until(() => kernel.outputsOf(id).some((m) => String(m.content.text).includes('begun 60000')));
    await kernel.request('interrupt_request', {}, 'control');
    const { reply, of } = await kernel.outcome(id);
    expect(reply.status).toBe('ok');
    expect(of('update_display_data').map((c) => c.data['text/plain'])).toEqual([
      expect.stringContaining('KeyboardInterrupt'),
    ]);
    expect(await kernel.value('1 + 1')).toBe('2');
  });
});
