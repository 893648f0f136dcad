import type { SeedMap } from '../experiments/index.js';
import type { Figure, Json, Trace } from './figure.js';
import { axis, legend, palette, styled } from './style.js';

/** Entities drawn in grey behind the seeds; rows are in random order, so the first ones are a sample. */
const background = 1500;
const gap = 0.03;

type Points = Pick<SeedMap, 'x' | 'y'>;

/** One panel a seed set (stages of PSQE left out): all entities in grey, the seeds on them, true ones blue, wrong ones vermilion. */
export function mapFigure({ sets, ...points }: SeedMap): Figure {
  const names = [...sets.keys()].filter((name) => !name.startsWith('stage'));
  const width = (1 + gap) / names.length - gap;
  const data = names.flatMap((name, i) => panel(points, sets.get(name)!, i));
  const axes = names.flatMap((name, i): [string, Json][] => {
    const start = i * (width + gap);
    const bare = { showgrid: false, showticklabels: false, ticks: '' };
    const n = i === 0 ? '' : String(i + 1);
    return [
      [`xaxis${n}`, axis(`${name}: ${sets.get(name)!.rows.length} seeds`, { ...bare, domain: [start, start + width] })],
      [`yaxis${n}`, axis('', { ...bare, anchor: `x${n}`, ...(i > 0 ? { matches: 'y' } : {}) })],
    ];
  });
  const layout: Record<string, Json> = {
    ...Object.fromEntries(axes),
    width: 330 * names.length,
    height: 430,
    legend: { ...legend, itemsizing: 'constant' },
  };
  return styled(
    'Where the seeds fall: entities of the left graph by their features (two principal components)',
    data,
    layout,
  );
}

function panel(
  all: Points,
  { rows, correct }: { rows: readonly number[]; correct?: readonly boolean[] },
  i: number,
): Trace[] {
  const n = i === 0 ? '' : String(i + 1);
  const dots = (name: string, of: readonly number[], color: string, size: number): Trace => ({
    type: 'scatter',
    mode: 'markers',
    name,
    legendgroup: name,
    showlegend: i === 0,
    x: of.map((row) => all.x[row]!),
    y: of.map((row) => all.y[row]!),
    xaxis: `x${n}`,
    yaxis: `y${n}`,
    marker: { color, size, opacity: 0.6 },
    hoverinfo: 'skip',
  });
  const grey = dots(
    'entities',
    Array.from(all.x.slice(0, background), (_, row) => row),
    '#d0d0d0',
    3,
  );
  if (!correct) return [grey, dots('seeds', rows, palette[0], 3)];
  const where = (kind: boolean) => rows.filter((_, k) => correct[k] === kind);
  return [grey, dots('right seeds', where(true), palette[0], 3), dots('wrong seeds', where(false), palette[5], 3)];
}
