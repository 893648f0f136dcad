import type { Remote } from './describe.js';
import type { Evaluation } from './evaluate.js';
import type { CallFrame, Stop } from './stops.js';
import type { Variables } from './variables.js';

const LOCAL = ['local', 'block', 'catch', 'eval', 'with'];

/** Where the cells' own function shows in the stack. */
const nameOf = ({ functionName }: CallFrame, source: string): string =>
  functionName === '__cell' ? source : functionName || '(anonymous)';

/** `stackTrace`: lines and columns from 1. */
export function stackTrace({ frames }: Stop, { startFrame = 0, levels = 0 } = {}): object {
  const stackFrames = frames.map(({ frame, place }, id) => ({
    id,
    name: nameOf(frame, place.name),
    source: { name: place.name, path: place.path },
    line: place.line + 1,
    column: place.column + 1,
  }));
  return { stackFrames: stackFrames.slice(startFrame, levels ? startFrame + levels : undefined), totalFrames: frames.length }; // biome-ignore format: one line
}

/** @throws Error for a frame of an earlier stop */
export function frameOf({ frames }: Stop, id: number): CallFrame {
  const found = frames[id];
  if (!found) throw new Error(`there is no frame ${id}: the program has gone on since`);
  return found.frame;
}

/** `scopes`: what the function has, what it closes over, its module's, and the session's names. */
export function scopes(frame: CallFrame, variables: Variables, evaluation: Evaluation): object {
  const objects = (types: readonly string[]): Remote[] =>
    frame.scopeChain.filter(({ type }) => types.includes(type)).map(({ object }) => object);
  const scope = (name: string, expensive: boolean, found: readonly Remote[]): object[] =>
    found.length > 0
      ? [{ name, expensive, variablesReference: variables.reference(() => variables.scope(found)) }]
      : [];
  const session = variables.reference(async () => variables.scope([await evaluation.names()]));
  return {
    scopes: [
      ...scope('Locals', false, objects(LOCAL)),
      ...scope('Closure', false, objects(['closure'])),
      ...scope('Module', false, objects(['module', 'script'])),
      { name: 'Globals', expensive: false, variablesReference: session },
    ],
  };
}
