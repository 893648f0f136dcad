import { createRequire } from 'node:module';
import * as tf from '@tensorflow/tfjs';
import { EngineError } from '../../base/index.js';

/** Names under which tfjs-node may be installed; in this repository the second stands for plain tfjs. */
const packages = ['tfjs-node-native', '@tensorflow/tfjs-node'];

/**
 * Loads tfjs-node, whose import registers the backend `tensorflow`.
 * @throws EngineError where it is not installed or does not load
 */
export function useTensorflow(): { backend: string; version: string } {
  const require = createRequire(import.meta.url);
  const reasons: string[] = [];
  for (const name of packages) {
    try {
      const loaded = require(name) as { version?: Record<string, string> };
      if (tf.findBackend('tensorflow')) return { backend: 'tensorflow', version: loaded.version?.tfjs ?? 'unknown' };
      reasons.push(`${name} has no backend "tensorflow"`);
    } catch (error) {
      reasons.push(`${name}: ${(error instanceof Error ? error.message : String(error)).split('\n')[0]}`);
    }
  }
  throw new EngineError(
    `tfjs-node does not load here (${reasons.join('; ')})`,
    'engine tensorflow',
    'Install @tensorflow/tfjs-node 4.22.0 on Node 22 or older, or use the engine native, which is as fast',
  );
}
