import { engineInfo, matmulRate } from '../../compute/index.js';

/** What a machine can do. */
export interface MachineSpeed {
  /** Additions and multiplications of matrix products a second, with all threads. */
  readonly rate: number;
  readonly threads: number;
}

/** Tried for about a second, with what else the machine is doing. */
export const measureMachine = (): MachineSpeed => ({ rate: matmulRate(), threads: engineInfo().threads });

/** Two cores of an AMD EPYC with AVX-512, OpenBLAS, at rest. */
export const usualMachine: MachineSpeed = { rate: 1.4e11, threads: 2 };
