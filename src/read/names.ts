import { InputError } from '../base/index.js';
import { decodeText, type Source } from './source.js';

/**
 * `translated_names.json` of DBP15K: `[[id, [token, …]], …]`, one entry an entity of either graph.
 * @returns the name of each id, its tokens joined by blanks; '' where there are no tokens
 * @throws {InputError} when the file is no JSON of that shape, or names an id twice
 */
export function readNames(source: Source, name: string): Map<string, string> {
  const path = source.path(name);
  const shape = 'Expected [[id, ["token", …]], …], as in DBP15K';
  let entries: unknown;
  try {
    entries = JSON.parse(decodeText(source.bytes(name), path));
  } catch (cause) {
    if (cause instanceof InputError) throw cause;
    throw new InputError(`is not JSON (${(cause as Error).message})`, path, shape, { cause });
  }
  if (!Array.isArray(entries)) throw new InputError('is not a list', path, shape);
  const names = new Map<string, string>();
  entries.forEach((entry: unknown, i) => {
    const [id, tokens] = Array.isArray(entry) ? entry : [];
    if (!Number.isSafeInteger(id) || !Array.isArray(tokens) || tokens.some((t) => typeof t !== 'string'))
      throw new InputError('malformed entry', `${path}, entry ${i + 1}`, shape);
    if (names.has(String(id)))
      throw new InputError(`id ${id} is named twice`, `${path}, entry ${i + 1}`, 'Keep one name an entity');
    names.set(String(id), tokens.join(' '));
  });
  return names;
}
