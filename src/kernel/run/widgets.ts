import type { Message } from '../protocol/wire.js';
import { type Path, putBuffers, separateBuffers } from '../user/widget-buffers.js';

type State = Record<string, unknown>;

/** The states of the widgets that cells made, as a notebook keeps them (@jupyter-widgets/schema, version 2). */
export class Widgets {
  private readonly states = new Map<string, State>();

  take({ header, content, buffers }: Message): void {
    const {
      comm_id: id,
      target_name: target,
      data,
    } = content as {
      comm_id: string;
      target_name?: string;
      data?: { method?: string; state?: State; buffer_paths?: Path[] };
    };
    const { state } = data ?? {};
    if (header.msg_type === 'comm_open' && target === 'jupyter.widget') this.states.set(id, {});
    const known = this.states.get(id);
    if (!known || !state) return;
    putBuffers(state, data?.buffer_paths, buffers);
    Object.assign(known, state);
  }

  /** For the notebook's metadata; undefined where there are none. */
  saved(): object | undefined {
    if (this.states.size === 0) return undefined;
    const state = Object.fromEntries(Array.from(this.states, ([id, whole]) => [id, model(whole)]));
    return { 'application/vnd.jupyter.widget-state+json': { version_major: 2, version_minor: 0, state } };
  }
}

function model(whole: State): object {
  const { state, paths, buffers } = separateBuffers(whole);
  const encoded = paths.map((path, i) => ({
    path,
    encoding: 'base64',
    data: Buffer.from(buffers[i] as Uint8Array).toString('base64'),
  }));
  return {
    model_name: state._model_name,
    model_module: state._model_module,
    model_module_version: state._model_module_version,
    state,
    ...(encoded.length > 0 ? { buffers: encoded } : {}),
  };
}
