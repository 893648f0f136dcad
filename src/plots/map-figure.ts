import { type MapSide, mapPrecision, type SeedMap } from '../study/index.js';
import type { Figure, Json, Trace } from './figure.js';
import { points } from './marks.js';
import { axis, legend, palette, plainText, styled } from './style.js';

/** Entities drawn behind the seeds, a graph; rows are in random order, so the first ones are a sample. */
const background = 1500;
const gap = { column: 0.02, row: 0.03 };

/** Pale, so that seeds stand out: the named group warm, the rest grey; clusters in turn. */
const pale = ['#f3cf8e', '#d4d4d4'];
const paleClusters = ['#bcd5e8', '#f3dcae', '#b4dccf', '#ecd3e1', '#d4d4d4', '#f3ccb2', '#cfe6f5', '#ece9b8'];

interface Panel {
  readonly side: MapSide;
  readonly rows: readonly number[];
  readonly correct: readonly boolean[] | undefined;
  /** plotly's number of the panel's axes: '', '2', … */
  readonly at: string;
}

/**
 * A column a seed set (stages of PSQE left out), the left graph above, the right graph below on the same plane: entities
 * by group, pale, and the seeds' ends on them, those of true pairs blue, of wrong ones vermilion.
 */
export function mapFigure(map: SeedMap): Figure {
  const names = [...map.sets.keys()].filter((name) => !name.startsWith('stage'));
  const panels = names.flatMap((name, i): Panel[] => {
    const { left, right, correct } = map.sets.get(name)!;
    return [
      { side: map.left, rows: left, correct, at: i === 0 ? '' : String(2 * i + 1) },
      { side: map.right, rows: right, correct, at: String(2 * i + 2) },
    ];
  });
  const title = 'Where the seeds fall: entities by rank along two principal components of their features';
  return styled(title, [...key(map, names), ...panels.flatMap((panel) => traces(map, panel))], {
    ...Object.fromEntries(names.flatMap((_, i) => axes(i, names.length))),
    annotations: names.map((name, i) => heading(map, name, (i + 0.5) / names.length)),
    width: Math.max(700, 265 * names.length + 60),
    height: 690,
    margin: { l: 56, r: 20, t: 136, b: 24 },
    legend: { ...legend, y: 1.1, itemsizing: 'constant' },
  });
}

/** The axes of column i: bare, for ranks have no unit; the first column's name the graphs. */
function axes(i: number, columns: number): [string, Json][] {
  const width = (1 + gap.column) / columns - gap.column;
  const start = i * (width + gap.column);
  const bare = {
    showgrid: false,
    showticklabels: false,
    ticks: '',
    showline: true,
    mirror: true,
    linecolor: '#bbbbbb',
  };
  const height = (1 - gap.row) / 2;
  return [1, 2].flatMap((row): [string, Json][] => {
    const n = 2 * i + row === 1 ? '' : String(2 * i + row);
    const domain = row === 1 ? [1 - height, 1] : [0, height];
    const named = i > 0 ? '' : row === 1 ? 'left graph' : 'right graph';
    const same = n === '' ? {} : { x: { matches: 'x' }, y: { matches: 'y' } };
    return [
      [`xaxis${n}`, axis('', { ...bare, domain: [start, start + width], anchor: `y${n}`, ...same.x })],
      [`yaxis${n}`, axis(named, { ...bare, domain, anchor: `x${n}`, ...same.y })],
    ];
  });
}

/** What stands over a column: the set's name, how many seeds, how many right, how many in the named group. */
function heading({ sets, groups, named }: SeedMap, name: string, x: number): Json {
  const set = sets.get(name)!;
  const { left, inGroup } = set;
  const right = mapPrecision(set);
  const facts = [`${left.length} seeds`, ...(right === undefined ? [] : [`${(100 * right).toFixed(0)} % right`])];
  const crowd = named ? `<br>${inGroup[0]} on ${plainText(groups[0]!)}` : '';
  return {
    text: `<b>${plainText(name)}</b><br>${facts.join(', ')}${crowd}`,
    font: { size: 13 },
    showarrow: false,
    ...{ x, xref: 'paper', xanchor: 'center', y: 1.005, yref: 'paper', yanchor: 'bottom' },
  };
}

type Layer = { readonly name: string; readonly color: Json; readonly size: number; readonly opacity: number };

const seeds: Layer = { name: 'seeds', color: palette[0], size: 3.5, opacity: 0.7 };
const verdicts = { 'right seeds': palette[0], 'wrong seeds': palette[5] };

const groundLayers = ({ groups, named }: SeedMap): Layer[] =>
  named
    ? groups.map((name, g) => ({ name: plainText(name), color: pale[g]!, size: 4, opacity: 1 }))
    : [{ name: 'entities, by cluster', color: '#d4d4d4', size: 4, opacity: 1 }];

/** Legend entries without points: the panels' own come in any order and sizes. */
function key(map: SeedMap, names: readonly string[]): Trace[] {
  const judged = names.some((name) => map.sets.get(name)!.correct);
  const kinds = judged ? Object.entries(verdicts).map(([name, color]) => ({ name, color })) : [seeds];
  return [...groundLayers(map), ...kinds].map(({ name, color }) =>
    points({ name, x: [null], y: [null] }, { color, size: 9 }),
  );
}

function traces(map: SeedMap, panel: Panel): Trace[] {
  const { side, rows, correct } = panel;
  const sample = Array.from(side.x.slice(0, background), (_, row) => row);
  const ground = map.named
    ? groundLayers(map).map((layer, g) =>
        dots(
          panel,
          layer,
          sample.filter((row) => side.group[row] === g),
        ),
      )
    : groundLayers(map).map((layer) => {
        const color = sample.map((row) => paleClusters[side.group[row]! % paleClusters.length]!);
        return dots(panel, { ...layer, color }, sample);
      });
  // By row, which is random: sets come best first, and the last drawn lies on top.
  const order = [...rows.keys()].sort((a, b) => rows[a]! - rows[b]!);
  const color = correct && order.map((k) => verdicts[correct[k] ? 'right seeds' : 'wrong seeds']);
  const ends = order.map((k) => rows[k]!);
  return [...ground, dots(panel, { ...seeds, ...(color && { color }) }, ends)];
}

const dots = ({ side, at }: Panel, { name, color, size, opacity }: Layer, rows: readonly number[]): Trace =>
  points(
    { name, x: rows.map((row) => side.x[row]!), y: rows.map((row) => side.y[row]!), panel: at },
    { color, size, opacity },
    { showlegend: false, hoverinfo: 'skip' },
  );
