import type { RunReport, SeedReport, SeedSpread } from '../study/index.js';
import type { Figure, Trace } from './figure.js';
import { bars, points } from './marks.js';
import { axis, colourOf, legend, margin, shareAxis, styled } from './style.js';

type Measure = (row: SeedReport) => number | null;

/** One point a seed set, named beside it. */
function named(seeds: RunReport['seeds'], x: Measure, y: Measure, panel: '' | '2'): Trace[] {
  return Object.entries(seeds).map(([name, row], i) => {
    const hover = `${name}<br>%{xaxis.title.text}: %{x:.3f}<br>%{yaxis.title.text}: %{y:.3f}`;
    return points(
      { name: `${name} (${row.count})`, x: [x(row)], y: [y(row)], panel, hover },
      { color: colourOf(name, i), size: 14, line: { color: '#ffffff', width: 1 } },
      { cliponaxis: false, legendgroup: name, showlegend: panel === '' },
    );
  });
}

const coverage: Measure = (row) => row.coverage['1'];
const precision: Measure = (row) => row.precision;
const imbalance: Measure = (row) => row.balance.cluster.kl;

/**
 * How good the seeds are: precision against coverage, and precision against imbalance. Good seeds stand at the upper
 * right of the first panel and at the upper left of the second. Without truth: imbalance against coverage alone.
 */
export function qualityFigure({ seeds, task }: RunReport): Figure {
  const truth = Object.values(seeds).some((row) => row.precision !== null);
  const title = `Seeds: precise and evenly spread? (${task}; number of seeds in brackets)`;
  if (!truth)
    return styled(title, named(seeds, coverage, imbalance, ''), {
      xaxis: shareAxis('entities within one hop of a seed'),
      yaxis: axis('imbalance over clusters (KL, nats)', { rangemode: 'tozero' }),
    });
  const data = [...named(seeds, coverage, precision, ''), ...named(seeds, imbalance, precision, '2')];
  return styled(title, data, {
    width: 960,
    legend: { ...legend, font: { size: 12 } },
    margin: { ...margin, t: 110 },
    xaxis: shareAxis('entities within one hop of a seed', { domain: [0, 0.46] }),
    yaxis: shareAxis('precision', { range: [0, 1.03] }),
    xaxis2: axis('imbalance over clusters (KL, nats)', { domain: [0.54, 1], rangemode: 'tozero' }),
    yaxis2: shareAxis('', { range: [0, 1.03], matches: 'y', anchor: 'x2' }),
  });
}

const quartiles = ['sparsest', '2nd', '3rd', 'densest'];

/**
 * Whom the seeds reach. Left: share of the entities within one hop of a seed, by quartile of degree. Right: share of the
 * entities that are seeds, a point a cluster of alike entities; evenly spread seeds have all points at one height.
 */
export function spreadFigure(spreads: ReadonlyMap<string, SeedSpread>): Figure {
  const data = [...spreads].flatMap(([name, { sizes, covered, clusters }], i): Trace[] => {
    const groups = quartiles.flatMap((label, q) =>
      sizes[q]! > 0 ? [{ label, size: sizes[q]!, covered: covered[q]! }] : [],
    );
    const look = { color: colourOf(name, i) };
    const x = groups.map(({ label, size }) => `${label}<br>${Math.round(100 * size)} % of entities`);
    const y = groups.map((group) => group.covered);
    const box = {
      boxpoints: 'all',
      jitter: 0.6,
      pointpos: 0,
      fillcolor: 'rgba(0,0,0,0)',
      line: { color: '#999999', width: 1 },
    };
    return [
      bars({ name, x, y, hover: `${name}<br>%{x}: %{y:.1%}` }, look, { legendgroup: name }),
      {
        type: 'box',
        ...box,
        name,
        legendgroup: name,
        marker: look,
        showlegend: false,
        x: clusters.map(() => name),
        y: clusters,
        xaxis: 'x2',
        yaxis: 'y2',
      },
    ];
  });
  return styled('Whom the seeds reach: sparse and dense parts, clusters of alike entities', data, {
    width: 960,
    xaxis: axis('quartile of degree (equal degrees stay together)', { showgrid: false, domain: [0, 0.46] }),
    yaxis: shareAxis('entities within one hop of a seed', { range: [0, 1] }),
    xaxis2: axis('', { showgrid: false, domain: [0.56, 1] }),
    yaxis2: shareAxis("cluster's entities that are seeds", { anchor: 'x2' }),
    bargap: 0.25,
  });
}
