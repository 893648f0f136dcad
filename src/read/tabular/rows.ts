/** A cell: its text, several texts (a list in JSON), or undefined where there is none. */
export type Cell = string | readonly string[] | undefined;

/** A file of rows and columns, whatever it is written in. */
export interface Table {
  /** What errors call it. */
  readonly path: string;
  /** Names of the columns, as far as the first rows tell; undefined when the file does not name them. */
  readonly columns: readonly string[] | undefined;
  /** How many columns the first row has. */
  readonly width: number;
  /** What was left out of it, a sentence each. */
  readonly notes: readonly string[];
  /**
   * Calls `row` for every row: the cells in the order of `names`, and where it stands (`file:line`), to be asked at once.
   * `names` may grow while it runs, as lines of JSON name their columns each.
   * @throws {InputError} with `file:line` for a malformed row
   */
  each(row: (cells: readonly Cell[], at: () => string, names: readonly string[]) => void): void;
}

/** Whether a first line names columns, rather than being a row. */
export type HeaderTest = (fields: readonly string[]) => boolean;
