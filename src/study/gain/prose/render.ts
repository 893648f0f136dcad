import { unknownOption } from '../../../base/index.js';
import { evaluate } from './expression.js';
import type { Names } from './names.js';

/** Makes lines from what stands behind a block's name: `{{gain-table --pair emoji}}`. */
export type Block = (args: string) => string;

/**
 * A template's text: each `{{…}}` is a block with its arguments, or an expression of named numbers.
 * @param where the template, for errors
 * @throws {OptionError} for an unknown name (with the nearest known), filter or block, with file:line
 */
export function renderProse(
  template: string,
  names: Names,
  blocks: Readonly<Record<string, Block>>,
  where: string,
): string {
  return template.replaceAll(/\{\{([^{}]*)\}\}/g, (_, inner: string, at: number) => {
    const line = `${where}:${template.slice(0, at).split('\n').length}`;
    const [head, args = ''] = split(inner.trim());
    if (Object.hasOwn(blocks, head)) return blocks[head]!(args);
    if (args.startsWith('--') || !head.includes('.')) throw unknownOption(line, head, Object.keys(blocks), 'block');
    return evaluate(names, inner, line);
  });
}

function split(inner: string): [string, string?] {
  const space = inner.indexOf(' ');
  return space < 0 ? [inner] : [inner.slice(0, space), inner.slice(space + 1).trim()];
}
