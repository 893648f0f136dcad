/**
 * What would tell which character is meant, rather than what it means: other characters and readings (`variant of 国[guo2]`),
 * numbers of radicals (`Kangxi radical 86`, `fire radical (no. 86)`), and surnames, which are readings.
 */
const telling = [/[^\x20-\x7e\u00a0-\u024f\u2010-\u2027]/, /[[\]]/, /radical.*\d/i, /^surname /i];

/** English senses of a character, each once, without remarks before them (`(bound form) …`) and what tells of identity. */
export function plainSenses(senses: readonly string[]): string[] {
  const told = senses
    .filter((sense) => !telling.some((pattern) => pattern.test(sense)))
    .flatMap((sense) => sense.split(';'))
    .map((sense) => sense.replace(/^\s*(\([^()]*\)\s*)+/, '').trim());
  return [...new Set(told)].filter(Boolean);
}
