import type { Command } from 'commander';
import { type FileContent, OptionError, type Resolved, type Work } from '../../base/index.js';
import type { FittedFeatures } from '../../features/index.js';
import type { AlignmentTask, Links } from '../../graph/index.js';
import { csvText } from '../../read/index.js';
import type * as study from '../../study/index.js';

/** What is to be aligned, anew or from what was kept. */
interface ToAlign {
  readonly task: AlignmentTask;
  readonly fitted: FittedFeatures | undefined;
  readonly old: study.KeptAlignment | undefined;
  readonly known: { readonly links: Links | null; readonly different: Links | null };
  readonly flags: Omit<study.AlignGraphsOptions, 'links' | 'different'> & { readonly keep?: string };
}

/** Matches, and what goes with them into files and pages. */
export interface Aligned extends Pick<study.AlignedGraphs, 'matches' | 'embeddings'> {
  readonly options: Resolved<study.AlignGraphsOptions>;
  readonly seconds: number;
  readonly kept?: study.KeptAlignment;
  readonly updated?: study.UpdatedAlignment;
}

/** Aligns anew, or brings up to date what was kept; with what there is to keep where that is asked for. */
export async function aligned(
  { alignGraphs, keepAlignment, updateAlignment }: typeof study,
  { task, fitted, old, known, flags }: ToAlign,
  work: Work,
): Promise<Aligned> {
  const { fast, seed, k = null, weights, top, minScore, cardinality, confidence, minConfidence, keep } = flags;
  if (old) {
    const updated = await updateAlignment(task, old, { ...known, top, minScore, minConfidence }, work);
    return { ...updated, updated };
  }
  const asked = { fast, seed, k, weights, top, minScore, cardinality, confidence, minConfidence };
  const made = await alignGraphs(task, { ...asked, ...known }, work);
  return keep === undefined ? made : { ...made, kept: keepAlignment(task, made, fitted) };
}

/** Options that an update takes over from the first alignment. */
const takenOver = ['k', 'seed', 'weights', 'confidence', 'cardinality'];

/** What says something of training, or of what was trained. */
const ofTraining = ['k', 'confidence', 'keep', 'update'];

/** Refuses what `--fast` has no use for, before anything is read. @throws {OptionError} */
export function checkFastFlags(command: Command, fast: boolean | undefined): void {
  const refused = fast && ofTraining.find((name) => command.getOptionValueSource(name) === 'cli');
  if (refused)
    throw new OptionError('is about training, and --fast trains nothing', `--${refused}`, 'Leave out one of the two');
}

/** Refuses options that do not go together, before anything is read. @throws {OptionError} */
export function checkUpdate(
  command: Command,
  flags: { readonly update?: string; readonly keep?: string; readonly changes?: string; readonly cardinality: string },
): void {
  const given = (name: string) => command.getOptionValueSource(name) === 'cli';
  const refused = flags.update === undefined ? undefined : takenOver.find(given);
  if (refused)
    throw new OptionError('is taken from the first alignment', `--${refused}`, 'Leave it out, or align anew');
  if (flags.changes !== undefined && flags.update === undefined)
    throw new OptionError('tells what an update changed', '--changes', 'Give --update, too');
  if (flags.keep !== undefined && flags.cardinality !== 'one-to-one')
    throw new OptionError('matches many to one cannot be brought up to date', '--keep', 'Leave one of the two out');
}

/** How much changed, in the graphs and in the matches. */
export interface ChangeCounts {
  readonly entities: Readonly<Record<'left' | 'right', Readonly<Record<'added' | 'changed' | 'gone', number>>>>;
  readonly matches: { readonly stayed: number; readonly fresh: number; readonly fell: number };
  /** Of those that fell. */
  readonly why: Readonly<Record<string, number>>;
}

/** What an update changed, in numbers. */
export function changesOf({ changes, fallen, fresh, matches }: study.UpdatedAlignment): ChangeCounts {
  const side = ({ added, changed, gone }: study.SideChanges) => ({
    added: added.length,
    changed: changed.length,
    gone: gone.length,
  });
  const why: Record<string, number> = {};
  for (const match of fallen) why[match.why] = (why[match.why] ?? 0) + 1;
  const all = matches.stage.filter((stage) => stage !== 'candidate').length;
  return {
    entities: { left: side(changes.left), right: side(changes.right) },
    matches: { stayed: all - fresh.length, fresh: fresh.length, fell: fallen.length },
    why,
  };
}

const words: Readonly<Record<study.FallReason, string>> = {
  gone: 'an entity is gone',
  rejected: 'rejected',
  decided: 'another pair is known',
  changed: 'an entity has changed',
  rival: 'a rival has one of the ends',
  order: 'the order of variants',
  unsure: 'no longer sure enough',
};

export function changesText({ entities, matches, why }: ChangeCounts): string {
  const side = (name: 'left' | 'right') =>
    `${name} ${entities[name].added} new, ${entities[name].changed} changed, ${entities[name].gone} gone`;
  const reasons = Object.entries(why).map(([reason, count]) => `${count} ${words[reason as study.FallReason]}`);
  const fell = `${matches.fell} fell${reasons.length > 0 ? ` (${reasons.join(', ')})` : ''}`;
  return [
    `entities: ${side('left')}; ${side('right')}`,
    `matches: ${matches.stayed} as before, ${matches.fresh} new, ${fell}`,
  ].join('\n');
}

/** The matches that are new and those that fell, as a CSV file. */
export function changesFile(path: string, update: study.UpdatedAlignment, { left, right }: AlignmentTask): FileContent {
  const { fallen, fresh, matches } = update;
  const rows = [
    ...fallen.map((match) => ['fell', match.left, match.right, match.why, match.leftNow ?? '', match.rightNow ?? '']),
    ...fresh.map((i) => ['new', left.ids[matches.left[i]!]!, right.ids[matches.right[i]!]!, '', '', '']),
  ];
  return [path, csvText(['change', 'left_id', 'right_id', 'why', 'left_now', 'right_now'], rows)];
}
