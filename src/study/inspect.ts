import type { AlignmentTask, MultimodalGraph } from '../graph/index.js';
import { fusedWeights, unusedModalities } from '../seeds/index.js';
import { seedCount } from './align-graphs.js';
import { usualMachine } from './plan/machine.js';
import { alignmentCost } from './plan/plan.js';

/** One graph in numbers. */
export interface GraphSummary {
  readonly name: string;
  readonly entities: number;
  readonly triples: number;
  readonly relations: number;
  /** Entities without any edge to another one. */
  readonly isolated: number;
}

/** One modality in numbers. */
export interface ModalitySummary {
  readonly name: string;
  readonly columns: number;
  /** Whether values of one graph may be compared with the other's. */
  readonly comparable: boolean;
  /** Share of the entities that have it, left and right. */
  readonly known: readonly [number, number];
}

/** What a task is, and what may be wrong with it. */
export interface Inspection {
  readonly graphs: readonly [GraphSummary, GraphSummary];
  readonly modalities: readonly ModalitySummary[];
  /** Whether anything can be compared without further settings. */
  readonly alignable: boolean;
  /** What looks like a mistake, a sentence each. */
  readonly suspicions: readonly string[];
  /** What `alignGraphs` will take on a usual machine of two cores; `planAlignment` knows the one at hand. */
  readonly cost: { readonly k: number; readonly seconds: number; readonly memoryMB: number };
}

/** Looks a task over before anything long is done with it. */
export function inspectTask(task: AlignmentTask): Inspection {
  const graphs = [summaryOf(task.left), summaryOf(task.right)] as const;
  const modalities = task.modalities.map(({ name, comparable }): ModalitySummary => {
    const tables = [task.left, task.right].map((graph) => graph.features.get(name)!);
    const [l, r] = tables.map(({ known }) => known.reduce((sum, k) => sum + k, 0) / known.length) as [number, number];
    return { name, columns: tables[0]!.values.cols, comparable, known: [l, r] };
  });
  const unused = unusedModalities(task, fusedWeights);
  const compared = modalities.filter(({ name, comparable }) => comparable && !unused.includes(name));
  return {
    graphs,
    modalities,
    alignable: compared.length > 0,
    suspicions: [
      ...suspicionsOf(task, graphs, compared),
      ...unused.map((name) => `"${name}" has no weight, and makes no seeds: --weights ${name}=1,… gives it one`),
    ],
    cost: costOf(task),
  };
}

function summaryOf(graph: MultimodalGraph): GraphSummary {
  const isolated = graph.degrees().filter((degree) => degree === 0).length;
  const relations = new Set(graph.triples.relation).size;
  return {
    name: graph.name,
    entities: graph.entityCount,
    triples: graph.triples.head.length,
    relations,
    isolated,
  };
}

function suspicionsOf(
  task: AlignmentTask,
  graphs: readonly [GraphSummary, GraphSummary],
  compared: readonly ModalitySummary[],
): string[] {
  const out: string[] = [];
  const [a, b] = graphs;
  const times = Math.max(a.entities, b.entities) / Math.min(a.entities, b.entities);
  if (times >= 3) out.push(`one graph has ${times.toFixed(0)} times the entities of the other: most have no partner`);
  if (compared.length === 0) out.push('nothing can be compared: no names, attributes, pictures or relations in common');
  else if (compared.every(({ name }) => name === 'relation'))
    out.push('only relations can be compared: names, attributes or pictures of both graphs would help much');
  for (const { name, known } of compared)
    if (name !== 'relation' && Math.min(...known) < 0.5 * Math.max(...known))
      out.push(`"${name}" is known of ${percent(known[0])} of the left and ${percent(known[1])} of the right entities`);
  for (const { name, isolated, entities, triples } of graphs)
    if (triples > 0 && isolated > 0.1 * entities) out.push(`${name}: ${isolated} of ${entities} entities have no edge`);
  for (const graph of [task.left, task.right]) out.push(...sameNames(graph));
  const bare = unknownRows(
    task,
    compared.map(({ name }) => name),
  );
  for (const [s, count] of bare.entries())
    if (count > 0.1 * graphs[s]!.entities)
      out.push(
        `${graphs[s]!.name}: nothing that can be compared is known of ${count} of ${graphs[s]!.entities} entities`,
      );
  return out;
}

const percent = (share: number) => `${(100 * share).toFixed(0)} %`;

/** Names that several entities of a graph share. */
function sameNames({ name, names }: MultimodalGraph): string[] {
  const counts = new Map<string, number>();
  for (const each of names ?? []) if (each !== '') counts.set(each, (counts.get(each) ?? 0) + 1);
  const often = [...counts].filter(([, count]) => count > 1).sort((x, y) => y[1] - x[1]);
  const shared = often.reduce((sum, [, count]) => sum + count, 0);
  if (shared <= 0.05 * (names?.length ?? 0)) return [];
  return [`${name}: ${shared} entities share their name with another one ("${often[0]![0]}": ${often[0]![1]})`];
}

/** Entities of either graph that have none of the features. */
function unknownRows(task: AlignmentTask, names: readonly string[]): [number, number] {
  const count = (graph: MultimodalGraph) => {
    let unknown = 0;
    for (let row = 0; row < graph.entityCount; row++)
      if (!names.some((name) => graph.features.get(name)!.known[row])) unknown++;
    return unknown;
  };
  return [count(task.left), count(task.right)];
}

function costOf(task: AlignmentTask): Inspection['cost'] {
  const { seconds, memoryMB } = alignmentCost(task, usualMachine);
  return { k: seedCount(task), seconds: Math.round(seconds), memoryMB: Math.round(memoryMB) };
}
