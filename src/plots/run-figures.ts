import type { AlignmentReport, RunReport, RunResult } from '../study/index.js';
import type { Figure } from './figure.js';
import { bars, line } from './marks.js';
import { qualityFigure, spreadFigure } from './seed-figures.js';
import { axis, colourOf, shareAxis, styled } from './style.js';

const percent = (value: number | null) => (value === null ? '' : (100 * value).toFixed(1));

/** What is compared: a label with the number of test links, and its Hits@1. */
const strata = ({
  all,
  sparse,
  unseeded,
}: NonNullable<RunResult['tested']>): [string, (row: AlignmentReport) => number | null][] => [
  [`all test entities<br>(${all})`, (row) => row.hits1],
  [`sparsest quartile of degree<br>(${sparse})`, (row) => row.sparse.hits1],
  [`entities that no set seeds<br>(${unseeded})`, (row) => row.unseeded.hits1],
];

/** Hits@1 of the aligner by seed set: overall, in the sparsest quartile of degree, and where no compared set has a seed. */
export function alignmentFigure({ alignment, task }: RunReport, tested: NonNullable<RunResult['tested']>): Figure {
  const groups = strata(tested);
  const labels = groups.map(([label]) => label);
  const data = Object.entries(alignment).map(([name, row], i) => {
    const y = groups.map(([, value]) => value(row));
    return bars(
      { name, x: labels, y, hover: `${name}<br>%{x}: %{y:.1%}` },
      { color: colourOf(name, i) },
      { text: y.map(percent), textposition: 'outside', textfont: { size: 11 }, cliponaxis: false },
    );
  });
  return styled(`Right partner ranked first, by the aligner’s seeds (${task})`, data, {
    xaxis: axis('', { showgrid: false }),
    yaxis: shareAxis('Hits@1 (share of test entities)'),
    bargap: 0.25,
  });
}

/** Loss of the aligner by epoch, a line a seed set; losses of different seeds are not comparable in height. */
export function lossFigure(histories: ReadonlyMap<string, readonly number[]>): Figure {
  const data = [...histories].map(([name, loss], i) =>
    line({ name, x: loss.map((_, epoch) => epoch + 1), y: loss }, { color: colourOf(name, i), width: 2 }),
  );
  return styled('Training loss of the aligner, by its seeds', data, {
    xaxis: axis('epoch'),
    yaxis: axis('loss (nats, all terms)'),
  });
}

/** All figures of the main job, by file name. Without test links those about seeds only. */
export function runFigures({ report, seeds, aligned, tested }: RunResult): Map<string, Figure> {
  const spreads = new Map([...seeds].map(([name, part]) => [name, part.spread]));
  const figures = new Map([
    ['seed-quality', qualityFigure(report)],
    ['seed-spread', spreadFigure(spreads)],
  ]);
  if (!tested) return figures;
  const losses = new Map([...aligned].map(([name, part]) => [name, part.loss]));
  return figures.set('alignment', alignmentFigure(report, tested)).set('training-loss', lossFigure(losses));
}
