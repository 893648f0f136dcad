import type { ReviewData, ReviewPair } from '../data.js';

export type Decision = 'same' | 'different' | 'open';

/** A pair by its ids, as a key. */
export const keyOf = (left: string, right: string): string => JSON.stringify([left, right]);
const endsOf = (key: string) => JSON.parse(key) as [string, string];

/** What was changed at once, and can be taken back at once. */
interface Change {
  readonly place: number;
  readonly before: readonly (readonly [key: string, decision: Decision | undefined])[];
}

/** What was decided, kept in this browser under the data's key; the keys are pairs of ids, so that it outlives a new run. */
export class Decisions {
  readonly #keys: readonly string[];
  /** Known before: links given, and pairs given as different. */
  readonly #given: ReadonlyMap<string, Decision>;
  readonly #own: Map<string, Decision>;
  readonly #undo: Change[] = [];
  readonly #place: string;
  /** Whether this browser keeps anything. */
  kept = true;

  constructor({ key, left, right, pairs, different }: ReviewData) {
    this.#place = `psqe-review ${key}`;
    this.#keys = pairs.map((pair) => keyOf(left[pair.left]!.id, right[pair.right]!.id));
    const known = pairs.flatMap(({ stage }, i) => (stage === 'known' ? [[this.#keys[i]!, 'same'] as const] : []));
    this.#given = new Map([...known, ...different.map(([l, r]) => [keyOf(l, r), 'different'] as const)]);
    this.#own = this.#load();
  }

  of(place: number): Decision {
    return this.#decision(this.#keys[place]!);
  }

  #decision(key: string): Decision {
    return this.#own.get(key) ?? this.#given.get(key) ?? 'open';
  }

  /** Decides a pair. Accepting one opens any other that was accepted with one of its ends. @returns how many those were */
  decide(place: number, decision: Decision): number {
    const key = this.#keys[place]!;
    const rivals = decision === 'same' ? this.#acceptedBeside(key) : [];
    this.#undo.push({ place, before: [key, ...rivals].map((each) => [each, this.#own.get(each)] as const) });
    for (const rival of rivals) this.#own.set(rival, 'open');
    this.#own.set(key, decision);
    this.#save();
    return rivals.length;
  }

  #acceptedBeside(key: string): string[] {
    const [left, right] = endsOf(key);
    return [...this.#all()]
      .filter(([other, decision]) => decision === 'same' && other !== key)
      .map(([other]) => other)
      .filter((other) => {
        const [l, r] = endsOf(other);
        return l === left || r === right;
      });
  }

  /** Takes the last decision back. @returns the place of its pair, undefined when there is none */
  undo(): number | undefined {
    const change = this.#undo.pop();
    for (const [key, decision] of change?.before ?? [])
      if (decision === undefined) this.#own.delete(key);
      else this.#own.set(key, decision);
    if (change) this.#save();
    return change?.place;
  }

  /** Given ones with those made here over them. */
  #all(): Map<string, Decision> {
    return new Map([...this.#given, ...this.#own]);
  }

  /** How many of the pairs are accepted and rejected. */
  counts(pairs: readonly ReviewPair[]): { same: number; different: number; open: number } {
    const counts = { same: 0, different: 0, open: 0 };
    for (const place of pairs.keys()) counts[this.of(place)]++;
    return counts;
  }

  /** All that is decided, also of pairs that this page does not list: ids, decision. */
  rows(): [left: string, right: string, decision: Decision][] {
    return [...this.#all()].flatMap(([key, decision]) => (decision === 'open' ? [] : [[...endsOf(key), decision]]));
  }

  #load(): Map<string, Decision> {
    try {
      const text = localStorage.getItem(this.#place);
      return new Map(text === null ? [] : (JSON.parse(text) as [string, Decision][]));
    } catch {
      this.kept = false;
      return new Map();
    }
  }

  #save(): void {
    try {
      localStorage.setItem(this.#place, JSON.stringify([...this.#own]));
      this.kept = true;
    } catch {
      // Storage that is full or forbidden: the page says so, and decisions can still be saved to a file.
      this.kept = false;
    }
  }
}
