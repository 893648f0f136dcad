#!/usr/bin/env node
// @ts-nocheck: plain JavaScript, which Node runs as it is.
// Slurm's commands as far as sweeps use them, for tests where there is no Slurm: started as sbatch, squeue or scontrol, with a folder in
// FAKE_SLURM. It runs every task as a process at once. What is to go wrong stands in files of the folder: `refuse` and `down`, whose
// text is said, and `state-N`, the state that all tasks of the N-th array end in without having run.
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';

const folder = process.env.FAKE_SLURM;
const [command, args] = [basename(process.argv[1]), process.argv.slice(2)];
const value = (name) => args.find((arg) => arg.startsWith(`--${name}=`))?.slice(name.length + 3);
const file = (name) => join(folder, name);
const give_up = (text) => {
  process.stderr.write(`${command}: error: ${text}\n`);
  process.exit(1);
};
if (existsSync(file('down'))) give_up(readFileSync(file('down'), 'utf8'));

const lives = (pid) => {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
};
const arrays = () => readdirSync(folder).filter((name) => /^\d+$/.test(name));
const read = (id) => JSON.parse(readFileSync(file(join(id, 'array.json')), 'utf8'));

const commands = {
  sbatch() {
    if (existsSync(file('refuse'))) give_up(readFileSync(file('refuse'), 'utf8'));
    const id = String(arrays().length + 1);
    mkdirSync(file(id));
    const state = existsSync(file(`state-${id}`)) ? readFileSync(file(`state-${id}`), 'utf8') : undefined;
    const [, last] = /^0-(\d+)/.exec(value('array'));
    const tasks = Array.from({ length: Number(last) + 1 }, (_, task) => {
      if (state) return null;
      const env = { ...process.env, SLURM_ARRAY_TASK_ID: String(task) };
      const child = spawn('sh', ['-c', args.at(-1)], { env, detached: true, stdio: 'ignore' });
      child.unref();
      return child.pid;
    });
    writeFileSync(file(join(id, 'array.json')), JSON.stringify({ name: value('job-name'), tasks, state, args }));
    process.stdout.write(`${id}\n`);
  },
  squeue() {
    for (const { name, tasks } of arrays().map(read))
      if (name === value('name'))
        tasks.forEach((pid, task) => {
          if (pid !== null && lives(pid)) process.stdout.write(`${task} RUNNING\n`);
        });
  },
  scontrol() {
    const [id] = args.at(-1).split('_');
    if (!existsSync(file(id))) give_up('Invalid job id specified');
    process.stdout.write(`JobId=${id} JobState=${read(id).state ?? 'FAILED'} Reason=None\n`);
  },
};
commands[command]();
