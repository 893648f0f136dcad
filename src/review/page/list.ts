/** Rows above and below the visible ones that are made, too. */
const OVERSCAN = 6;

/**
 * A list of which only the visible rows are in the page. Rows are of one height, the variable `--row` of the list's style.
 * @param makeRow makes the row of a place
 */
export class VirtualList {
  readonly #box: HTMLElement;
  readonly #sizer: HTMLElement;
  readonly #makeRow: (place: number, at: number) => HTMLElement;
  readonly #rows = new Map<number, HTMLElement>();
  #places: readonly number[] = [];
  #asked = false;
  /** The row that has to be seen. */
  #revealed = 0;

  constructor(box: HTMLElement, makeRow: (place: number, at: number) => HTMLElement) {
    this.#box = box;
    this.#makeRow = makeRow;
    this.#sizer = document.createElement('div');
    this.#sizer.className = 'sizer';
    this.#sizer.setAttribute('role', 'presentation');
    box.append(this.#sizer);
    box.addEventListener('scroll', () => this.#ask());
    new ResizeObserver(() => {
      this.#renew();
      this.reveal(this.#revealed);
    }).observe(box);
  }

  get #height(): number {
    return Number.parseFloat(getComputedStyle(this.#box).getPropertyValue('--row'));
  }

  /** Lists these places, from now on. */
  show(places: readonly number[]): void {
    this.#places = places;
    this.#renew();
  }

  /** Makes all visible rows anew. */
  #renew(): void {
    for (const row of this.#rows.values()) row.remove();
    this.#rows.clear();
    this.#sizer.style.height = `${this.#places.length * this.#height}px`;
    this.#render();
  }

  /** Makes the rows anew that show a decision or a choice. */
  refresh(): void {
    this.#renew();
  }

  /** Scrolls so far that a row is seen. */
  reveal(at: number): void {
    this.#revealed = at;
    const height = this.#height;
    const shown = this.#box.clientHeight;
    // And a part of its neighbour, so that one sees what comes.
    const [from, to] = [at * height - height / 2, (at + 1) * height + height / 2];
    if (from < this.#box.scrollTop) this.#box.scrollTop = from;
    else if (to > this.#box.scrollTop + shown) this.#box.scrollTop = to - shown;
    this.#render();
  }

  /** Rows that are seen at once. */
  get page(): number {
    return Math.max(1, Math.floor(this.#box.clientHeight / this.#height) - 1);
  }

  #ask(): void {
    if (this.#asked) return;
    this.#asked = true;
    requestAnimationFrame(() => {
      this.#asked = false;
      this.#render();
    });
  }

  #render(): void {
    const { scrollTop, clientHeight } = this.#box;
    const height = this.#height;
    const first = Math.max(0, Math.floor(scrollTop / height) - OVERSCAN);
    const last = Math.min(this.#places.length, Math.ceil((scrollTop + clientHeight) / height) + OVERSCAN);
    for (const [at, row] of this.#rows)
      if (at < first || at >= last) {
        row.remove();
        this.#rows.delete(at);
      }
    let made = 0;
    for (let at = first; at < last; at++) {
      if (this.#rows.has(at)) continue;
      made++;
      const row = this.#makeRow(this.#places[at]!, at);
      row.style.transform = `translateY(${at * height}px)`;
      this.#rows.set(at, row);
    }
    // In the order in which they are read.
    if (made > 0) this.#sizer.append(...[...this.#rows].sort(([a], [b]) => a - b).map(([, row]) => row));
  }
}
