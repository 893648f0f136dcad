import { SingleBar } from 'cli-progress';
import type { ProgressEvent } from '../base/index.js';

/** A listener of progress events; `close` ends what is open on the screen. */
export interface ProgressPrinter {
  listen(event: ProgressEvent): void;
  close(): void;
}

/** Bars with the time left on a terminal, plain lines elsewhere. */
export function terminalProgress(stream: NodeJS.WriteStream): ProgressPrinter {
  return stream.isTTY ? bars(stream) : lines(stream);
}

const width = 34;
const title = (task: string) => (task.length > width ? `${task.slice(0, width - 1)}…` : task.padEnd(width));

/** One bar a task; a finished bar stays on the screen as a line. */
function bars(stream: NodeJS.WriteStream): ProgressPrinter {
  let task: string | undefined;
  let bar: SingleBar | undefined;
  const close = () => {
    bar?.stop();
    bar = undefined;
    task = undefined;
  };
  const open = (event: ProgressEvent) => {
    close();
    task = event.task;
    bar = new SingleBar({
      stream,
      format: '{title} {bar} {percentage} %  {duration_formatted}, left {eta_formatted}  {note}',
      barsize: 24,
      barCompleteChar: '█',
      barIncompleteChar: '░',
      hideCursor: true,
      // The computation seldom gives timers a turn: draw with each event, at most ten times a second.
      synchronousUpdate: true,
      fps: 10,
    });
    bar.start(event.total, 0, { title: title(event.task), note: '' });
  };
  const listen = (event: ProgressEvent) => {
    if (event.task !== task) open(event);
    bar!.update(event.done, { note: event.note ?? '' });
    if (event.done >= event.total) close();
  };
  return { listen, close };
}

const every = 15_000;

/** A line when a task begins, when it ends, and every quarter of a minute; no control characters. */
function lines(stream: NodeJS.WritableStream): ProgressPrinter {
  let task: string | undefined;
  let begun = 0;
  let told = 0;
  const print = (text: string) => stream.write(`${text}\n`);
  const seconds = (from: number) => ((performance.now() - from) / 1000).toFixed(1);
  const listen = (event: ProgressEvent) => {
    const now = performance.now();
    if (event.task !== task) {
      task = event.task;
      begun = told = now;
      if (event.done < event.total) print(`${task} …`);
    }
    const note = event.note ? `, ${event.note}` : '';
    if (event.done >= event.total) {
      print(`${task}: done in ${seconds(begun)} s${note}`);
      task = undefined;
    } else if (now - told >= every) {
      const left = ((now - begun) / Math.max(event.done, 1)) * (event.total - event.done);
      print(`${task}: ${event.done} of ${event.total}, about ${Math.round(left / 1000)} s left${note}`);
      told = now;
    }
  };
  return { listen, close: () => {} };
}
