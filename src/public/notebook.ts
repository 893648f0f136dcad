/**
 * What a notebook's cell shows: tables, figures, pairs, progress.
 * @module psqe/notebook
 */
export {
  type Format,
  type Host,
  host,
  type MimeBundle,
  type PairList,
  type PairsOptions,
  runSeeds,
  type Shown,
  showFaults,
  showFigure,
  showMarkdown,
  showPairs,
  showTable,
  type TableLike,
  tableBundle,
  withProgress,
} from '../notebook/index.js';
