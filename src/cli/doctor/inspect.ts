import { statfsSync } from 'node:fs';
import { availableParallelism, freemem, totalmem } from 'node:os';
import { howToInstall, inRepository, packageRoot, packageVersion } from '../../base/index.js';
import { engineInfo } from '../../compute/index.js';
import { findKaleido } from '../../plots/index.js';
import { askVersion, findChromium, findPython } from './find.js';
import { findKernelspec } from './kernel.js';

/** One line of the doctor: what is there, or what its lack means and how to get it. */
export interface Finding {
  readonly name: string;
  readonly ok: boolean;
  readonly found: string;
  readonly remedy?: string;
}

const mebibytes = (bytes: number) => Math.floor(bytes / 2 ** 20);

const finding = (name: string, found: string | undefined, missing: string, remedy: string): Finding =>
  found === undefined ? { name, ok: false, found: missing, remedy } : { name, ok: true, found };

function node(): Finding {
  const [major, minor] = process.versions.node.split('.').map(Number) as [number, number];
  const ok = major > 20 || (major === 20 && minor >= 19);
  return { name: 'Node', ok, found: process.versions.node, ...(ok ? {} : { remedy: 'PSQE needs 20.19 or newer' }) };
}

function engine(): Finding[] {
  const { name, threads, why, blas } = engineInfo();
  const library = blas ? `${blas.library} (${blas.config})` : undefined;
  return [
    { name: 'Engine', ok: true, found: `${name}: ${why}` },
    { name: 'Threads', ok: true, found: `${threads} of ${availableParallelism()} cores` },
    finding(
      'BLAS',
      library,
      'none: products are slower',
      `${howToInstall('scipy-openblas32')}; or name a library in PSQE_OPENBLAS`,
    ),
  ];
}

function python(): Finding {
  const path = findPython();
  const version = path && askVersion(path);
  return finding(
    'Python',
    version && `${version} (${path})`,
    'none',
    `Install 3.11 or newer, then ${howToInstall('scipy-openblas32', 'kaleido==0.2.1')}`,
  );
}

function room(): Finding[] {
  const { bavail, bsize } = statfsSync(packageRoot());
  const [memory, disk] = [mebibytes(freemem()), mebibytes(bavail * bsize)];
  const say = (name: string, free: number, needed: number, found: string): Finding => ({
    name,
    ok: free >= needed,
    found,
    ...(free >= needed ? {} : { remedy: `${needed} MB free are wanted` }),
  });
  return [
    say('Memory', memory, 2000, `${memory} MB free of ${mebibytes(totalmem())} MB`),
    say('Disk', disk, 1000, `${disk} MB free`),
  ];
}

/** Looks at this machine: what PSQE finds here, and what to do about what it does not find. */
export function inspectMachine(): Finding[] {
  const chromium = findChromium();
  return [
    { name: 'PSQE', ok: true, found: `${packageVersion()} (${packageRoot()})` },
    node(),
    python(),
    ...engine(),
    finding(
      'Notebook kernel',
      findKernelspec(),
      'not installed',
      inRepository() ? 'npm start (with Python)' : 'npx typescript-kernel install',
    ),
    finding('Figure export', findKaleido(), 'none: figures are saved as HTML', howToInstall('kaleido==0.2.1')),
    finding(
      'Chromium',
      chromium && `${askVersion(chromium) ?? 'does not start'} (${chromium})`,
      'none: browser tests are skipped',
      'apt install chromium',
    ),
    ...room(),
  ];
}
