import * as tf from '@tensorflow/tfjs';
import { EngineError } from '../base/index.js';

export type EngineName = 'native' | 'wasm' | 'js' | 'tensorflow';

/** The engine in use. */
export interface EngineInfo {
  readonly name: EngineName;
  readonly threads: number;
  /** Why this one, in a sentence. */
  readonly why: string;
  /** The BLAS library's file and what it says of itself. */
  readonly blas?: { readonly library: string; readonly config: string };
}

let current: EngineInfo | undefined;

/**
 * Chooses the engine of this process and makes it the backend of tfjs.
 * @throws EngineError when the machine cannot run it
 */
export function useEngine(o: { readonly engine?: EngineName | 'auto'; readonly threads?: number } = {}): EngineInfo {
  const wanted = o.engine ?? 'auto';
  if (wanted !== 'js' && wanted !== 'auto')
    throw new EngineError(`the engine ${wanted} is not built yet`, 'useEngine', 'Use the engine js');
  tf.env().set('IS_NODE', false);
  tf.setBackend('cpu');
  current = { name: 'js', threads: 1, why: 'plain JavaScript' };
  return current;
}

/** The engine in use; the first call picks one when none has been chosen. */
export function engineInfo(): EngineInfo {
  return current ?? useEngine();
}
