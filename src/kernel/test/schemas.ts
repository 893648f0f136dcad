import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { Ajv, type ValidateFunction } from 'ajv';
import { findPython } from './python.js';

/** nbformat's schema of a notebook, and the protocol's of each message (jupyter_kernel_test), out of the `.venv`. */
const DUMP = `
import json, os, nbformat
from jupyter_kernel_test.msgspec_v5 import schema_fragments
folder = os.path.join(os.path.dirname(nbformat.__file__), 'v4')
print(json.dumps({'notebook': os.path.join(folder, 'nbformat.v4.5.schema.json'), 'messages': schema_fragments}))`;

/** Half of a surrogate pair: Python reads it and cannot write it. */
const HALF = /[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/;

/** What Jupyter's tools would find wrong with a message of the kernel's and with the notebook it goes into. */
export type Faults = (message: { type: string; content: Record<string, unknown>; metadata: unknown }) => string[];

function texts(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  return typeof value === 'object' && value !== null
    ? Object.entries(value).flatMap((e) => [e[0], ...texts(e[1])])
    : [];
}

/** nbformat's output of a message, as `nbformat.v4.output_from_msg` makes it. */
function outputOf(type: string, content: Record<string, unknown>): object | undefined {
  const { transient: _, ...rest } = content;
  if (/^(stream|error|execute_result)$/.test(type)) return { output_type: type, ...rest };
  return /display_data$/.test(type) ? { output_type: 'display_data', ...rest } : undefined;
}

export function readSchemas(): Faults {
  const { notebook, messages } = JSON.parse(execFileSync(findPython()!, ['-c', DUMP], { encoding: 'utf8' }));
  const { $schema: _, ...nbformat } = JSON.parse(readFileSync(notebook, 'utf8'));
  const ajv = new Ajv({ strict: false });
  ajv.addSchema(nbformat, 'nbformat');
  const output = ajv.getSchema('nbformat#/definitions/output')!;
  const of = new Map<string, ValidateFunction>();
  for (const [type, fragment] of Object.entries<{ properties: object }>(messages)) {
    const whole = {
      type: 'object',
      additionalProperties: false,
      required: Object.keys(fragment.properties),
      ...fragment,
    };
    of.set(type, ajv.compile(whole));
  }
  return ({ type, content, metadata }) => {
    const out: string[] = [];
    const message = of.get(type);
    if (message && content.status !== 'error' && !message(content))
      out.push(`${type}: ${ajv.errorsText(message.errors)}`);
    const shown = outputOf(type, content);
    if (shown && !output(shown)) out.push(`output: ${ajv.errorsText(output.errors)}`);
    const data = content.data as Record<string, unknown> | undefined;
    if (data && type !== 'comm_msg' && !type.startsWith('comm_') && typeof data['text/plain'] !== 'string')
      out.push('no readable text');
    if ([content, metadata].some((part) => texts(part).some((text) => HALF.test(text))))
      out.push('half a surrogate pair');
    return out;
  };
}
