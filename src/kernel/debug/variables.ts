import { describe, lengthOf, type Remote } from './describe.js';
import type { Inspector } from './inspector.js';

/**
 * A variable as the Debug Adapter Protocol has it, without the `type` that may be there: where it is not one of Python's, JupyterLab (4.6)
 * shows it in the place of the value.
 */
export interface Variable {
  name: string;
  value: string;
  /** 0 for what has no parts. */
  variablesReference: number;
  indexedVariables?: number;
}

interface Property {
  name: string;
  value?: Remote;
  get?: Remote;
}

/** What is asked of a long list. */
export interface Range {
  start?: number;
  count?: number;
}

/** Elements of a list, and properties of an object, that are shown at once. */
const ELEMENTS = 100;
const PROPERTIES = 500;
const GROUP = 'typescript-kernel.variables';

/** What the compiler has put into a cell: not for the reader. Earlier `let` names stand in boxes (language/visitor). */
const HIDDEN = /^__(kernel|flag|run|check|module_\d+|value)$/;
const BOX = /^__box_(.+)$/;

/** Values by the numbers that a client asks for their parts with; good until the program goes on. */
export class Variables {
  private readonly parts = new Map<number, (range: Range) => Promise<Variable[]>>();
  private count = 0;

  constructor(private readonly inspector: Inspector) {}

  /** A number for parts that are looked up when they are asked for. */
  reference(parts: (range: Range) => Promise<Variable[]>): number {
    this.count += 1;
    this.parts.set(this.count, parts);
    return this.count;
  }

  /** @throws Error when the number is of an earlier stop */
  of(reference: number, range: Range = {}): Promise<Variable[]> {
    const parts = this.parts.get(reference);
    if (!parts) throw new Error('these variables are of an earlier stop: the program has gone on since');
    return parts(range);
  }

  variable(name: string, remote: Remote): Variable {
    const { objectId } = remote;
    const length = lengthOf(remote);
    return {
      name,
      value: describe(remote),
      variablesReference: objectId ? this.reference((range) => this.children(remote, range)) : 0,
      ...(length === undefined ? {} : { indexedVariables: length }),
    };
  }

  /** The variables of several scopes, the innermost first: an inner name hides an outer one. */
  async scope(objects: readonly Remote[]): Promise<Variable[]> {
    const found = new Map<string, Variable>();
    for (const { objectId } of objects)
      for (const property of await this.properties(objectId!)) {
        const name = BOX.exec(property.name)?.[1] ?? property.name;
        if (HIDDEN.test(property.name) || found.has(name) || !property.value) continue;
        found.set(
          name,
          this.variable(name, name === property.name ? property.value : await this.unbox(property.value)),
        );
      }
    return [...found.values()];
  }

  /** The value in the box of an earlier `let`. */
  private async unbox({ objectId }: Remote): Promise<Remote> {
    return this.call(objectId!, 'function () { return this.v; }');
  }

  async call(objectId: string, functionDeclaration: string, ...values: unknown[]): Promise<Remote> {
    const { result, exceptionDetails } = await this.inspector.post('Runtime.callFunctionOn', {
      objectId,
      functionDeclaration,
      arguments: values.map((value) => ({ value })),
      objectGroup: GROUP,
      generatePreview: true,
      silent: true,
    });
    if (exceptionDetails) throw new Error(String(result.description ?? exceptionDetails.text).split('\n', 1)[0]);
    return result;
  }

  private async properties(objectId: string): Promise<Property[]> {
    const answer = await this.inspector.post('Runtime.getProperties', {
      objectId,
      ownProperties: true,
      generatePreview: true,
    });
    // The entries of a Map or Set are what a reader wants of it.
    const entries = answer.internalProperties?.find((p: Property) => p.name === '[[Entries]]')?.value?.objectId;
    if (entries) return (await this.properties(entries)).filter((p) => /^\d+$/.test(p.name));
    return answer.result;
  }

  private async children(remote: Remote, { start = 0, count = ELEMENTS }: Range): Promise<Variable[]> {
    const length = lengthOf(remote);
    if (length !== undefined && (length > ELEMENTS || start > 0)) return this.elements(remote, start, count, length);
    const shown = (await this.properties(remote.objectId!)).filter((p) => p.name !== '__proto__');
    const variables = shown.slice(0, PROPERTIES).map(
      ({ name, value, get }) =>
      value ? this.variable(name, value) : note(name, get?.objectId ? '(getter)' : '(not readable)'), // biome-ignore format: one line
    );
    return shown.length > PROPERTIES ? [...variables, note('…', `${shown.length - PROPERTIES} more`)] : variables;
  }

  /** A piece of a long list: V8 would hand over all of it. */
  private async elements({ objectId }: Remote, start: number, count: number, length: number): Promise<Variable[]> {
    const end = Math.min(length, start + (count || ELEMENTS));
    const piece = 'function (from, to) { return Array.from({ length: to - from }, (_, i) => this[from + i]); }';
    const list = await this.call(objectId!, piece, start, end);
    const elements = (await this.properties(list.objectId!)).filter((p) => p.value && /^\d+$/.test(p.name));
    const variables = elements.map(({ name, value }) => this.variable(String(Number(name) + start), value!));
    return end < length ? [...variables, note('…', `${length - end} more`)] : variables;
  }

  /** The program goes on: no number is good any more, and V8 may collect what they stood for. */
  forget(): void {
    this.parts.clear();
    this.inspector.post('Runtime.releaseObjectGroup', { objectGroup: GROUP }).catch(() => {});
  }
}

const note = (name: string, value: string): Variable => ({ name, value, variablesReference: 0 });
