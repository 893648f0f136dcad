import { execFileSync } from 'node:child_process';
import { parseArgs } from 'node:util';
import { random } from '../../src/compute/random.js';
import { type Command, commands, type Psqe, studyBeside } from './commands.js';
import { isOver, psqeIn, shownHalf, type Undisturbed, undisturbed, wrongEnd } from './operations.js';
import { makePlace, plainState, restore, type State, stateOf } from './place.js';
import { type Ended, start } from './processes.js';
import { added, addKills, type KillResults, keptKills } from './results.js';

// kill -9 at random moments of commands in processes of their own; studies two at once. After each kill the same command
// again, which may be killed in its turn; at the end it must have the results of an undisturbed run.
// Run: npm run faults -- kills [--n 1000] [--minutes 30] [--seed 1] [--only train,align] [--keep]

const { values } = parseArgs({
  args: process.argv.slice(3),
  options: {
    n: { type: 'string', default: '1000' },
    minutes: { type: 'string', default: '30' },
    seed: { type: 'string' },
    only: { type: 'string' },
    keep: { type: 'boolean', default: false },
  },
});
const earlier = values.keep ? keptKills() : undefined;
const seed = Number(values.seed ?? (earlier?.calls ?? 0) + 1);
const draw = random(seed).fork('kills');
const place = makePlace();

/** A moment to kill at: mostly when the modules are loaded, which takes half of the time. */
const moment = (length: number): number =>
  length * (draw.integer(4) === 0 ? draw.uniform() : 0.5 + 0.6 * draw.uniform());

const PSQE = 'dist/cli/main.js';
const programOf = ({ program = PSQE }: Command): string => program;

/** Kills a command a few times in a row, lets it end, and looks at what is there. @returns how many kills, and what is wrong */
async function round(of: Undisturbed, length: number): Promise<{ kills: number; wrong: string | undefined }> {
  restore(place, of.before);
  let kills = 0;
  let ended: Ended | undefined;
  const run =
    (killAfter?: number): Psqe =>
    async (...args) => {
      ended = await start(place, programOf(of.command), args, killAfter);
      return ended;
    };
  // Few ends for many kills: a run that is not disturbed takes the longest.
  for (let i = 1 + draw.integer(8); i > 0; i--) {
    await of.command.run(run(moment(length)), place);
    if (!ended!.killed) break;
    kills++;
    const half = shownHalf(of, plainState(stateOf(place)));
    if (half) return { kills, wrong: half };
    if (isOver(of, place)) return { kills, wrong: undefined };
  }
  return { kills, wrong: wrongEnd(of, await of.command.run(run(), place), place) };
}

/** The same of a study, beside another one on the same records, which is killed, too. */
async function roundOfTwo(
  of: Undisturbed,
  other: Undisturbed,
  length: number,
): Promise<{ kills: number; wrong: string | undefined }> {
  restore(place, of.before);
  const ended: Ended[] = [];
  const both = (killAfter: () => number | undefined) =>
    Promise.all(
      [of, other].map(({ command }) =>
        command.run(async (...args) => {
          ended.push(await start(place, PSQE, args, killAfter()));
          return ended.at(-1)!;
        }, place),
      ),
    );
  for (let i = 1 + draw.integer(4); i > 0; i--) await both(() => moment(length));
  const kills = ended.filter(({ killed }) => killed).length;
  const last = await both(() => undefined);
  const failed = last.find(({ status }) => status !== 0);
  if (failed) return { kills, wrong: `the same command again fails: ${failed.printed.slice(-300)}` };
  const lines = (text: string | undefined) => new Set((text ?? '').split('\n'));
  const now = plainState(stateOf(place));
  for (const [name, content] of now) {
    if (!name.endsWith('.jsonl')) continue;
    const wanted = new Set([...lines(of.after.get(name)), ...lines(other.after.get(name))]);
    const found = content.split('\n');
    const differing = [...wanted].filter((line) => !found.includes(line));
    if (differing.length > 0)
      return { kills, wrong: `lost in ${name}: ${differing.length} records; ${difference(differing[0]!, found)}` };
    if (found.length > wanted.size)
      return { kills, wrong: `doubled in ${name}: ${found.length - wanted.size} records` };
  }
  return { kills, wrong: undefined };
}

/** Where the most alike of the lines that are there first differs. */
function difference(wanted: string, found: readonly string[]): string {
  const shared = (line: string) => [...wanted].findIndex((letter, i) => letter !== line[i]);
  const at = Math.max(...found.map(shared));
  return `differs at ${wanted.slice(Math.max(0, at - 60), at + 60)}`;
}

const killed = ['run', 'train', 'align', 'align --update', 'data build', 'notebook', 'study run'];
const chosen = killed.filter((name) => values.only === undefined || values.only.split(',').includes(name));
const named = (name: string): Command => commands.find((each) => each.name === name)!;

/** A command as it runs undisturbed, which takes a while to learn. */
async function learn(name: string, psqe: Psqe, clean: State) {
  const command = named(name);
  const inOwn: Psqe = (...args) => start(place, programOf(command), args);
  const of = await undisturbed(command, command.program ? inOwn : psqe, place, clean);
  restore(place, of.before);
  let length = 0;
  await of.command.run(async (...args) => {
    const ended = await start(place, programOf(command), args);
    length = ended.seconds;
    return ended;
  }, place);
  const beside = name === 'study run' ? await undisturbed(studyBeside, psqe, place, clean) : undefined;
  return { of, beside, length };
}

const none = { rounds: 0, kills: 0, lost: 0, doubled: 0, differing: 0 };
const turns = chosen.map((name) => ({
  learnt: undefined as Awaited<ReturnType<typeof learn>> | undefined,
  result: { command: name, seconds: 0, ...none } satisfies KillResults,
  spent: 0,
}));
const found: { command: string; wrong: string }[] = [];
const code = execFileSync('git', ['rev-parse', '--short=10', 'HEAD'], { encoding: 'utf8' }).trim();
try {
  const psqe = await psqeIn(place);
  const clean = stateOf(place);
  const end = performance.now() + 60_000 * Number(values.minutes);
  let kills = (earlier?.commands ?? []).reduce((sum, each) => sum + each.kills, 0);
  let rounds = 0;
  while (kills < Number(values.n) && performance.now() < end) {
    // The command next on which least time was spent.
    const next = turns.sort((a, b) => a.spent - b.spent)[0]!;
    const { command } = next.result;
    const began = performance.now();
    next.learnt ??= await learn(command, psqe, clean);
    const { of, beside, length } = next.learnt;
    const { kills: more, wrong } = await (beside ? roundOfTwo(of, beside, length) : round(of, length));
    next.spent += performance.now() - began;
    const what = !wrong ? [] : [/^lost|fails/.test(wrong) ? 'lost' : /^doubled/.test(wrong) ? 'doubled' : 'differing'];
    const one: KillResults = { command, seconds: Number(length.toFixed(2)), ...none, rounds: 1, kills: more };
    for (const field of what as ('lost' | 'doubled' | 'differing')[]) one[field] = 1;
    next.result = added([next.result, one]);
    kills += more;
    const told = wrong ? [{ command, wrong }] : [];
    found.push(...told);
    for (const each of told) console.error(JSON.stringify(each));
    // Each round as it ends: a campaign takes an hour, and may be stopped.
    if (values.keep) addKills({ code, first: rounds === 0 }, [one], told);
    rounds++;
  }
  console.log(JSON.stringify({ seed, commands: turns.map(({ result }) => result), found }));
  process.exitCode = found.length > 0 ? 1 : 0;
} finally {
  place.remove();
}
process.exit();
