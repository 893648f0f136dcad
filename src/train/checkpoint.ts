import { existsSync, readFileSync } from 'node:fs';
import * as tf from '@tensorflow/tfjs';
import { InputError, writeFile } from '../base/index.js';
import { hash } from '../compute/index.js';
import { setSeeds, type TrainSeeds, type TrainState } from './state.js';

const magic = 'psqe checkpoint 1';

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
  writeFile(state.options.checkpoint!, Buffer.concat([head, ...body]));
}

/**
 * Puts the state back to its checkpoint's; does nothing when the file does not exist.
 * @throws InputError when the file is none of ours, cut off, or of another run (model, options or seeds differ)
 */
export function loadCheckpoint(state: TrainState, initial: TrainSeeds): void {
  const path = state.options.checkpoint!;
  if (!existsSync(path)) return;
  const file = readFileSync(path);
  const lineEnd = file.indexOf(10);
  const bodyStart = file.indexOf(10, lineEnd + 1) + 1;
  if (file.subarray(0, lineEnd).toString() !== magic || bodyStart === 0)
    throw new InputError('not a checkpoint', path, 'Name another file, or delete this one');
  const header = JSON.parse(file.subarray(lineEnd + 1, bodyStart).toString()) as Header;
  if (header.fingerprint !== fingerprint(state, initial))
    throw new InputError(
      'the checkpoint is of another run (model, options or seeds differ)',
      path,
      'Give the options of that run, or another file',
    );
  const body = new Uint8Array(file.subarray(bodyStart));
  const variables = variablesOf(state);
  const size = 4 * (2 * (header.seeds + header.candidates) + variables.reduce((sum, v) => sum + v.size, 0));
  if (body.length !== size) throw new InputError('the file is cut off', path, 'Delete it and start anew');
  restore(state, header, body.buffer);
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
    seeds: digest,
    weight: initial.weight && digestOf(new Int32Array(initial.weight.slice().buffer)),
    regions: initial.regions && [initial.regions.left, initial.regions.right].map(digestOf),
  });
}
