import type { Source } from './source.js';

/** What lies in a source and is not read, in a sentence; none where there is nothing but words about the data. */
export function unusedNotes(source: Source, isUsed: (name: string) => boolean): string[] {
  const unused = [...source.names, ...source.folders].filter(
    (name) => !isUsed(name) && !/^(readme|licen[cs]e)|^\./i.test(name),
  );
  return unused.length > 0 ? [`${source.dir}: not used: ${unused.join(', ')}`] : [];
}
