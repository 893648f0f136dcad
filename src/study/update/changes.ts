import { InputError } from '../../base/index.js';
import type { AlignmentTask, Links, MultimodalGraph } from '../../graph/index.js';
import type { FormerRows } from '../../train/index.js';
import type { KeptAlignment, KeptSide } from './kept.js';
import { modalitiesOf } from './prints.js';

/** What became of one graph's entities. */
export interface SideChanges {
  /** Rows of today that there were not before. */
  readonly added: readonly number[];
  /** Rows of today whose features were others. */
  readonly changed: readonly number[];
  /** Ids of entities that are there no more. */
  readonly gone: readonly string[];
}

/** What became of the entities of an earlier alignment. */
export interface Changes {
  readonly left: SideChanges;
  readonly right: SideChanges;
  /** Of today's entities the rows before, -1: none. */
  readonly former: FormerRows;
  /** Of the entities before the rows today, -1: gone. */
  readonly now: FormerRows;
  /** Whether all is as it was, triples too. */
  readonly none: boolean;
}

/**
 * Compares the entities of today, by their ids, with those that were aligned. @param sides both graphs as they are today
 * @throws {InputError} for other features
 */
export function changesOf(
  task: AlignmentTask,
  kept: KeptAlignment,
  sides: Readonly<Record<'left' | 'right', KeptSide>>,
): Changes {
  checkFeatures(task, kept);
  const [left, right] = (['left', 'right'] as const).map((side) => sideChanges(task[side], kept[side], sides[side]));
  return {
    left: left!.changes,
    right: right!.changes,
    former: { left: left!.former, right: right!.former },
    now: { left: left!.now, right: right!.now },
    none: left!.none && right!.none,
  };
}

function sideChanges(graph: MultimodalGraph, { ids, prints, edges }: KeptSide, side: KeptSide) {
  const rows = new Map(ids.map((id, i) => [id, i]));
  const former = Int32Array.from(graph.ids, (id) => rows.get(id) ?? -1);
  const now = Int32Array.from(ids, (id) => graph.row(id) ?? -1);
  const changes: SideChanges = {
    added: [...former.keys()].filter((i) => former[i]! < 0),
    changed: [...former.keys()].filter((i) => former[i]! >= 0 && prints[former[i]!] !== side.prints[i]),
    gone: ids.filter((_, i) => now[i]! < 0),
  };
  const none = Object.values(changes).every(({ length }) => length === 0) && side.edges === edges;
  return { changes, former, now, none };
}

function checkFeatures(task: AlignmentTask, { modalities }: KeptAlignment): void {
  const told = (list: typeof modalities) => list.map(({ name, columns }) => `${name} (${columns})`).join(', ');
  const [before, today] = [told(modalities), told(modalitiesOf(task))];
  if (before === today) return;
  throw new InputError(
    `the features are ${today || 'none'}; they were ${before}`,
    `updateAlignment, task "${task.name}"`,
    'Give the same kinds of features, made in the same way (`fitted`), or align anew',
  );
}

/** Pairs of the entities before by their rows today, those that are still there; `at`: their places before. */
export function today({ left, right }: Links, now: FormerRows): Links & { readonly at: readonly number[] } {
  const at = [...left.keys()].filter((i) => now.left[left[i]!]! >= 0 && now.right[right[i]!]! >= 0);
  return {
    at,
    left: Int32Array.from(at, (i) => now.left[left[i]!]!),
    right: Int32Array.from(at, (i) => now.right[right[i]!]!),
  };
}
