/** The protocol counts a cursor in Unicode characters, JavaScript in UTF-16 units. */
export function toUnits(code: string, characters: number): number {
  let units = 0;
  let left = characters;
  for (const c of code) {
    if (left <= 0) break;
    units += c.length;
    left -= 1;
  }
  return units;
}

export function toCharacters(code: string, units: number): number {
  let characters = 0;
  for (let i = 0; i < units && i < code.length; characters += 1) i += code.codePointAt(i)! > 0xffff ? 2 : 1;
  return characters;
}

const ESC = '\x1b[';
/**
 * Colours for tracebacks, as terminals and notebooks show them. No grey and nothing bold:
 * JupyterLab's grey is near black and its bold red dark, also on the dark red of an error in its dark theme.
 */
export const red = (text: string): string => `${ESC}31m${text}${ESC}39m`;
export const blue = (text: string): string => `${ESC}34m${text}${ESC}39m`;
