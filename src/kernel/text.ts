/** The first `length` UTF-16 units of a text, one less where the cut would fall inside a surrogate pair. */
export function cut(text: string, length: number): string {
  if (length >= text.length) return text;
  const at = Math.max(0, Math.floor(length));
  return text.slice(0, at > 0 && text.codePointAt(at - 1)! > 0xffff ? at - 1 : at);
}
