import { DEBUG } from '../messages.js';
import { encodeBundle, syncBundle, toBundle } from './bundle.js';
import type { Box, Scope } from './scope.js';

/** Lets the debugger see the session's names: as an object, and as globals while it evaluates an expression. */
export function allowDebugging(scope: Scope): void {
  const lent: string[] = [];
  const help = {
    names: () => scope.values(),
    /** Makes the names globals, for expressions in frames that do not have them; also those that the frame's cell imports. */
    lend(imported: Record<string, () => unknown> = {}) {
      const own = Object.entries(imported).map(([name, get]): [string, Box] => [name, { get v() { return get(); } }]); // biome-ignore format: one line
      for (const [name, box] of [...scope.all(), ...own]) {
        if (name in globalThis) continue;
        const set = (value: unknown): void => {
          box.v = value;
        };
        Object.defineProperty(globalThis, name, { configurable: true, get: () => box.v, set });
        lent.push(name);
      }
    },
    takeBack() {
      for (const name of lent.splice(0)) Reflect.deleteProperty(globalThis, name);
    },
    /** What a cell would show of the value, as JSON; where the program stands still it cannot be waited for. */
    show: (value: unknown) => syncBundle(value, encodeBundle).data,
    showLater: async (value: unknown) => (await toBundle(value))?.data ?? '{"text/plain":"undefined"}',
  };
  Object.defineProperty(globalThis, Symbol.for(DEBUG), { value: help });
}
