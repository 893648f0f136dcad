import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { availableParallelism, hostname } from 'node:os';
import { delimiter, join } from 'node:path';
import { signal, until } from './trial.js';

const programs = ['munged', 'slurmctld', 'slurmd', 'sbatch', 'squeue', 'scontrol', 'scancel', 'sinfo'];

/** Which of Slurm's programs are missing here. */
export const missingPrograms = (): string[] => {
  const folders = [...(process.env.PATH ?? '').split(delimiter), '/usr/sbin', '/usr/local/sbin'];
  return programs.filter((name) => !folders.some((folder) => existsSync(join(folder, name))));
};

/** Slurm of one node, this machine, whose files lie in a folder, on ports of its own: for trials that break it. */
export class PrivateSlurm {
  constructor(private readonly folder: string) {
    for (const name of ['munge', 'state', 'spool', 'log']) mkdirSync(join(folder, name), { recursive: true });
    chmodSync(join(folder, 'munge'), 0o700);
    writeFileSync(join(folder, 'munge', 'key'), randomBytes(1024), { mode: 0o400 });
    writeFileSync(join(folder, 'slurm.conf'), this.configuration());
    process.env.SLURM_CONF = join(folder, 'slurm.conf');
    process.env.PATH = `${process.env.PATH}${delimiter}/usr/sbin`;
  }

  async start(): Promise<void> {
    const at = (name: string) => join(this.folder, 'munge', name);
    const files = ['key', 'pid', 'log', 'seed'].map((name) => `--${name}-file=${at(name)}`);
    execFileSync('munged', ['--force', ...files, `--socket=${at('socket')}`], { stdio: 'ignore' });
    await this.startController();
    await this.startNode();
  }

  async startController(): Promise<void> {
    // In the foreground, which leaves its number to us; -i: a state of its own.
    spawn('slurmctld', ['-D', '-i'], { stdio: 'ignore', detached: true }).unref();
    await until('slurmctld', () => spawnSync('scontrol', ['ping'], { encoding: 'utf8' }).stdout.includes('UP'), 60);
  }

  async startNode(): Promise<void> {
    spawn('slurmd', ['-D', '-N', 'n1'], { stdio: 'ignore', detached: true }).unref();
    const state = () => spawnSync('sinfo', ['--noheader', '--format=%T'], { encoding: 'utf8' }).stdout;
    await until(
      'the node',
      () => {
        if (/down|unk/.test(state()))
          spawnSync('scontrol', ['update', 'nodename=n1', 'state=resume'], { stdio: 'ignore' });
        return /^(idle|mixed|allocated)\s*$/.test(state());
      },
      120,
    );
  }

  killController(): void {
    signal(this.numberOf('slurmctld.pid'), 'SIGKILL');
  }

  killNode(): void {
    signal(this.numberOf('slurmd.pid'), 'SIGKILL');
  }

  stop(): void {
    spawnSync('scancel', ['--user=root'], { stdio: 'ignore' });
    this.killNode();
    this.killController();
    signal(this.numberOf(join('munge', 'pid')), 'SIGTERM');
  }

  version = (): string => execFileSync('sbatch', ['--version'], { encoding: 'utf8' }).trim();

  private numberOf(file: string): number {
    const path = join(this.folder, file);
    // Above any process's number.
    return existsSync(path) ? Number.parseInt(readFileSync(path, 'utf8'), 10) : 2 ** 30;
  }

  private configuration(): string {
    const [name, at] = [hostname().split('.')[0]!, (path: string) => join(this.folder, path)];
    const port = 20_000 + (process.pid % 20_000);
    return `${[
      'ClusterName=trial',
      `SlurmctldHost=${name}(127.0.0.1)`,
      `SlurmctldPort=${port}`,
      `SlurmdPort=${port + 1}`,
      'SlurmUser=root',
      'SlurmdUser=root',
      'AuthType=auth/munge',
      `AuthInfo=socket=${at('munge/socket')}`,
      `StateSaveLocation=${at('state')}`,
      `SlurmdSpoolDir=${at('spool')}`,
      `SlurmctldPidFile=${at('slurmctld.pid')}`,
      `SlurmdPidFile=${at('slurmd.pid')}`,
      `SlurmctldLogFile=${at('log/slurmctld')}`,
      `SlurmdLogFile=${at('log/slurmd')}`,
      // Neither control groups nor root's other powers are asked for.
      'ProctrackType=proctrack/linuxproc',
      'TaskPlugin=task/none',
      'SelectType=select/cons_tres',
      'SelectTypeParameters=CR_Core',
      'ReturnToService=2',
      'SlurmdTimeout=15',
      'KillWait=5',
      `NodeName=n1 NodeHostname=${name} NodeAddr=127.0.0.1 CPUs=${availableParallelism()} State=UNKNOWN`,
      'PartitionName=all Nodes=n1 Default=YES MaxTime=INFINITE State=UP',
    ].join('\n')}\n`;
  }
}
