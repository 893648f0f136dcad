import * as tf from '@tensorflow/tfjs';

/** What computes: `native` OpenBLAS and our kernels, `wasm` our kernels alone, `js` tfjs in plain JavaScript, `tensorflow` tfjs-node. */
export type EngineName = 'native' | 'wasm' | 'js' | 'tensorflow';

/** The engine in use and why it was chosen. */
export interface EngineInfo {
  readonly name: EngineName;
  readonly threads: number;
  readonly why: string;
  /** The BLAS library's path and its own description, when there is one. */
  readonly blas?: { readonly library: string; readonly config: string };
}

let current: EngineInfo | undefined;

/** Chooses the engine of this process and sets tfjs's backend to it. */
export function useEngine(o: { engine?: EngineName | 'auto'; threads?: number } = {}): EngineInfo {
  void o;
  void tf.setBackend('cpu');
  current = { name: 'js', threads: 1, why: 'the only engine so far' };
  return current;
}

/** The engine in use; the first call chooses one. */
export function engineInfo(): EngineInfo {
  return current ?? useEngine();
}
