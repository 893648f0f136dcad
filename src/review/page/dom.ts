/** Makes an element; whatever text there is goes in as text, never as HTML. */
export function make<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  className = '',
  ...children: readonly (Node | string)[]
): HTMLElementTagNameMap[K] {
  const element = document.createElement(tag);
  if (className) element.className = className;
  element.append(...children);
  return element;
}

/** The element of the page's own that has this id. */
export function byId<T extends HTMLElement>(id: string, kind: abstract new () => T): T {
  const found = document.getElementById(id);
  if (!(found instanceof kind)) throw new Error(`the page has no ${kind.name} #${id}`);
  return found;
}

/** A number with so many digits behind the point; nothing has no sign. */
export const plain = (value: number, digits = 2): string => {
  const text = Math.abs(value).toFixed(digits);
  return value < 0 && Number(text) !== 0 ? `−${text}` : text;
};

/** The same with a sign. */
export const signed = (value: number, digits = 2): string =>
  value < 0 ? plain(value, digits) : `+${plain(value, digits)}`;

/** A share as per cent. */
export const percent = (share: number): string => `${Math.round(100 * share)} %`;
