import { readFileSync } from 'node:fs';

/**
 * Reads a tsconfig.json without TypeScript (which takes a while to load): comments and trailing commas are allowed.
 * @returns undefined for a file that cannot be read
 */
export function readTsconfig(file: string): unknown {
  const text = readFileSync(file, 'utf8');
  // Strings are matched first, so that "//" inside one is kept.
  const bare = text.replace(/"(?:[^"\\]|\\.)*"|\/\/[^\n]*|\/\*[\s\S]*?\*\//g, (part) =>
    part.startsWith('"') ? part : '',
  );
  try {
    return JSON.parse(bare.replace(/,(\s*[}\]])/g, '$1'));
  } catch {
    return undefined;
  }
}
