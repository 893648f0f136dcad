import { engineInfo, matmulRate } from '../../compute/index.js';

/** What a machine can do. */
export interface MachineSpeed {
  /** Additions and multiplications of matrix products a second, with all threads. */
  readonly rate: number;
  readonly threads: number;
  /** Share of the threads' time that this process gets, from 0 to 1: what else the machine is doing has the rest. */
  readonly free: number;
}

/** Tried for about a second, with what else the machine is doing. */
export function measureMachine(): MachineSpeed {
  const { threads } = engineInfo();
  const [start, before] = [performance.now(), process.cpuUsage()];
  const rate = matmulRate();
  const { user, system } = process.cpuUsage(before);
  const seconds = (performance.now() - start) / 1000;
  return { rate, threads, free: Math.min(1, (user + system) / 1e6 / (seconds * threads)) };
}

/** Two cores of an AMD EPYC with AVX-512, OpenBLAS, at rest. */
export const usualMachine: MachineSpeed = { rate: 1.4e11, threads: 2, free: 1 };
