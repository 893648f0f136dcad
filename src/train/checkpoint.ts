import { createHash } from 'node:crypto';
import * as tf from '@tensorflow/tfjs';
import { DamagedError, InputError, lookAt, readFile, writeFile } from '../base/index.js';
import { hash } from '../compute/index.js';
import { setSeeds, type TrainSeeds, type TrainState } from './state.js';

// A line that says what it is, a line of JSON, the numbers as they lie in memory, and the SHA-256 of all before it.
const magic = 'psqe checkpoint 2';
const sumLength = 32;

interface Header {
  readonly fingerprint: string;
  readonly epoch: number;
  readonly taken: number;
  readonly seeds: number;
  readonly candidates: number;
  readonly loss: readonly number[];
}

/** Writes the state of training to its checkpoint file, whole or not at all. `initial`: the seeds it started from. */
export function saveCheckpoint(state: TrainState, initial: TrainSeeds): void {
  const { seeds, candidates, optimizer } = state;
  const header: Header = {
    fingerprint: fingerprint(state, initial),
    epoch: state.epoch,
    taken: optimizer.taken,
    seeds: seeds.left.length,
    candidates: candidates.left.length,
    loss: state.loss,
  };
  const parts = [
    ...[seeds, candidates].flatMap((links) => [links.left, links.right]),
    ...variablesOf(state).map((variable) => variable.dataSync() as Float32Array),
  ];
  const head = Buffer.from(`${magic}\n${JSON.stringify(header)}\n`);
  const body = parts.map((part) => Buffer.from(part.buffer, part.byteOffset, part.byteLength));
  const content = Buffer.concat([head, ...body]);
  writeFile(state.options.checkpoint!, Buffer.concat([content, sumOf(content)]));
}

const sumOf = (content: Uint8Array): Buffer => createHash('sha256').update(content).digest();

/**
 * Puts the state back to its checkpoint's; does nothing when the file does not exist.
 * @throws InputError when the file is none of ours, damaged (to the bit), or of another run (model, data, options or seeds differ)
 */
export function loadCheckpoint(state: TrainState, initial: TrainSeeds): void {
  const path = state.options.checkpoint!;
  if (!lookAt(path)) return;
  const content = checkedContent(readFile(path), path);
  const bodyStart = content.indexOf(10, magic.length + 1) + 1;
  const header = JSON.parse(content.subarray(magic.length, bodyStart).toString()) as Header;
  if (header.fingerprint !== fingerprint(state, initial))
    throw new InputError(
      'the checkpoint is of another run (model, data, options or seeds differ)',
      path,
      'Give the options of that run, or another file',
    );
  restore(state, header, new Uint8Array(content.subarray(bodyStart)).buffer);
}

/** A checkpoint without its checksum, which it matches. */
function checkedContent(file: Buffer, path: string): Buffer {
  const kind = /^psqe checkpoint (\d+)\n/.exec(file.subarray(0, 40).toString('latin1'));
  if (!kind) throw new DamagedError('not a checkpoint', path, 'Name another file, or delete this one');
  if (kind[0] !== `${magic}\n`)
    throw new DamagedError('the checkpoint is of another version of psqe', path, 'Delete it and start anew');
  const content = file.subarray(0, -sumLength);
  if (!sumOf(content).equals(file.subarray(-sumLength)))
    throw new DamagedError(
      'is damaged or cut off: its content does not match its checksum',
      path,
      'Delete it and start anew',
    );
  return content;
}

function restore(state: TrainState, header: Header, body: ArrayBuffer): void {
  let at = 0;
  const take = <T>(make: (buffer: ArrayBuffer, offset: number, length: number) => T, length: number): T => {
    const value = make(body, at, length);
    at += 4 * length;
    return value;
  };
  const ints = (length: number) => take((b, o, n) => new Int32Array(b, o, n), length);
  setSeeds(state, { left: ints(header.seeds), right: ints(header.seeds) });
  state.candidates = { left: ints(header.candidates), right: ints(header.candidates) };
  for (const variable of variablesOf(state)) {
    const values = take((b, o, n) => new Float32Array(b, o, n), variable.size);
    tf.tidy(() => variable.assign(tf.tensor(values.slice(), variable.shape)));
  }
  state.epoch = header.epoch;
  state.optimizer.taken = header.taken;
  state.loss.splice(0, state.loss.length, ...header.loss);
}

/** Parameters, then both moments of each. */
function variablesOf({ model, optimizer }: TrainState): tf.Variable[] {
  return [...model.variables, ...optimizer.moments.flatMap(({ m, v }) => [m, v])];
}

/** What two runs must share for one to go on from the other's checkpoint. */
function fingerprint({ model, options }: TrainState, initial: TrainSeeds): string {
  const { checkpoint: _, checkpointEvery: __, resume: ___, epochs, ...kept } = options;
  const digestOf = (values: Int32Array) => values.reduce((h, value) => hash(h, value), values.length);
  const digest = [initial.left, initial.right].map(digestOf);
  return JSON.stringify({
    model: model.name,
    shapes: model.variables.map((variable) => variable.shape),
    options: kept,
    // A constant step length does not depend on how many epochs are to come, so such a run may be prolonged.
    epochs: kept.schedule === 'constant' && kept.warmup === 0 ? undefined : epochs,
    data: initial.data,
    seeds: digest,
    weight: initial.weight && digestOf(new Int32Array(initial.weight.slice().buffer)),
    regions: initial.regions && [initial.regions.left, initial.regions.right].map(digestOf),
  });
}
