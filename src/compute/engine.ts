import { availableParallelism } from 'node:os';
import * as tf from '@tensorflow/tfjs';
import { EngineError, howToInstall, OptionError, unknownOption, warn } from '../base/index.js';
import { heapBackendName, jsBackendName, registerBackends } from './backend/register.js';
import { useTensorflow } from './backend/tensorflow.js';
import { type FoundBlas, findBlas, unevenBlas } from './device/blas.js';
import { Device } from './device/device.js';

/**
 * What computes: `native` OpenBLAS and our kernels on all threads, `wasm` our kernels alone, `js` tfjs in plain
 * JavaScript, `tensorflow` tfjs-node.
 */
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

const names: readonly string[] = ['native', 'wasm', 'js', 'tensorflow', 'auto'];

let info: EngineInfo | undefined;
let device: Device | undefined;

/**
 * Chooses the engine of this process and makes it the backend of tfjs; tensors move over when they are next used.
 * `auto`: native, else wasm, else js.
 * @param o.threads for native and wasm; default: the cores, at most 8. Results depend on it in the last digits.
 * @throws EngineError when the machine cannot run the engine
 */
export function useEngine(
  o: { readonly engine?: EngineName | 'auto' | undefined; readonly threads?: number | undefined } = {},
): EngineInfo {
  const { engine = 'auto', threads = Math.min(availableParallelism(), 8) } = o;
  if (!names.includes(engine)) throw unknownOption('useEngine', engine, names, 'engine');
  if (!(Number.isInteger(threads) && threads >= 1 && threads <= 64))
    throw new OptionError(`threads is ${threads}`, 'useEngine', 'Give a whole number from 1 to 64');
  const chosen = { auto, native, wasm, js, tensorflow }[engine](threads);
  device?.stop();
  device = chosen.device;
  info = chosen.info;
  tf.setBackend(chosen.backend);
  return info;
}

/** The engine in use; the first call picks one when none has been chosen. */
export function engineInfo(): EngineInfo {
  return info ?? useEngine();
}

/** Memory and threads of the engine in use; undefined on the engines that have none. */
export function currentDevice(): Device | undefined {
  engineInfo();
  return device;
}

interface Chosen {
  readonly info: EngineInfo;
  readonly backend: string;
  readonly device?: Device | undefined;
}

function auto(threads: number): Chosen {
  const { blas, why } = namedOrFoundBlas();
  try {
    return blas ? native(threads, blas) : wasm(threads, `${why}, so our own kernels multiply`);
  } catch (error) {
    if (!(error instanceof EngineError)) throw error;
    warn(`the fast engines cannot be had, so plain JavaScript computes, many times slower: ${error.message}`);
    return js(1, `the fast engines cannot be had: ${error.message}`);
  }
}

/** An OpenBLAS, or why there is none; aloud where the user named one that cannot be used. */
function namedOrFoundBlas(): { readonly blas?: FoundBlas | undefined; readonly why?: string } {
  try {
    const blas = findBlas();
    return blas ? { blas } : { why: unevenBlas() ?? 'no OpenBLAS was found' };
  } catch (error) {
    if (!(error instanceof EngineError)) throw error;
    warn(`${error.message}. Until then the engine wasm computes`);
    return { why: `${error.where}: ${error.what}` };
  }
}

function native(threads: number, blas: FoundBlas | undefined = findBlas(), why?: string): Chosen {
  if (!blas)
    throw new EngineError(
      unevenBlas() ?? 'no OpenBLAS was found',
      'engine native',
      `Install one (${howToInstall('scipy-openblas32')}), or name a library in PSQE_OPENBLAS, or use the engine wasm`,
    );
  const started = Device.start(threads, blas);
  return {
    info: {
      name: 'native',
      threads,
      why:
        why ?? `OpenBLAS multiplies${blas.note ? ` ${blas.note}` : ''}, our SIMD kernels do the rest, on all threads`,
      blas: { library: blas.path, config: blas.config },
    },
    backend: heapBackendName,
    device: started,
  };
}

function wasm(threads: number, why = 'asked for: our SIMD kernels alone'): Chosen {
  return { info: { name: 'wasm', threads, why }, backend: heapBackendName, device: Device.start(threads) };
}

function js(_threads: number, why = 'asked for: tfjs in plain JavaScript'): Chosen {
  return { info: { name: 'js', threads: 1, why }, backend: jsBackendName };
}

/** TensorFlow's own threads do the tensors; searches and matrices take our kernels where they are to be had. */
function tensorflow(threads: number): Chosen {
  const { backend, version } = useTensorflow();
  const why = `asked for: TensorFlow ${version} through tfjs-node`;
  return { info: { name: 'tensorflow', threads, why }, backend, device: deviceIfAny(threads) };
}

function deviceIfAny(threads: number): Device | undefined {
  try {
    return Device.start(threads, namedOrFoundBlas().blas);
  } catch (error) {
    if (error instanceof EngineError) return undefined;
    throw error;
  }
}

registerBackends(() => currentDevice());
