import { escapeHtml, type ProgressEvent, type Work } from '../base/index.js';
import { type Host, host, type MimeBundle, type Shown } from './host.js';

/** Bars are drawn at most so often, in milliseconds: more would only slow the page. */
const REDRAW = 100;

/**
 * Runs long work with a progress bar a task under the cell; the bars move in place and end as one line, the tasks
 * folded away behind it, without timings, so that a notebook run twice reads the same. The kernel's interrupt button
 * stops the work.
 * @example const { seeds } = await withProgress((work) => psqe(task, { k: 800 }, work));
 */
export async function withProgress<T>(job: (work: Work) => Promise<T>, to: Host = host()): Promise<T> {
  const tasks = new Map<string, ProgressEvent>();
  let shown: Shown | undefined;
  let drawn = 0;
  const draw = (last: boolean) => {
    const bundle = bars([...tasks.values()], last);
    if (shown) shown.update(bundle);
    else if (to.name !== 'none') shown = to.open(bundle);
    drawn = performance.now();
  };
  const onProgress = (event: ProgressEvent) => {
    tasks.set(event.task, event);
    if (performance.now() - drawn >= REDRAW) draw(false);
  };
  try {
    return await job({ onProgress, signal: to.signal() });
  } finally {
    if (tasks.size > 0) draw(true);
  }
}

function bars(events: readonly ProgressEvent[], last: boolean): MimeBundle {
  if (last) return ended(events);
  const rows = events.map(
    ({ task, done, total, note }) =>
      `<div style="display:flex;gap:.6em;align-items:center;font:13px system-ui,sans-serif">` +
      `<span style="width:14em;overflow:hidden;text-overflow:ellipsis;white-space:nowrap">${escapeHtml(task)}</span>` +
      `<progress style="width:16em" max="${total}" value="${done}"></progress>` +
      `<span>${done} / ${total}${note ? ` · ${escapeHtml(note)}` : ''}</span></div>`,
  );
  return { 'text/html': rows.join(''), 'text/plain': events.map(line).join('\n') };
}

/** One line; of several tasks the last one's, with all of them behind it. */
function ended(events: readonly ProgressEvent[]): MimeBundle {
  const lines = events.map(line);
  const said = lines.length === 1 ? lines[0]! : `${lines.length} tasks, the last: ${lines.at(-1)}`;
  if (lines.length === 1) return { 'text/plain': said };
  const all = lines.map(escapeHtml).join('<br>');
  const style = 'font:13px system-ui,sans-serif';
  return {
    'text/html': `<details style="${style}"><summary>${escapeHtml(said)}</summary>${all}</details>`,
    'text/plain': said,
  };
}

const line = ({ task, done, total, note }: ProgressEvent) => `${task}: ${done} / ${total}${note ? `, ${note}` : ''}`;
