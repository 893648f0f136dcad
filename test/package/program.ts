/** What a user of psqe writes: open the data, make seeds, use the types. */
export const program = `
import { type AlignmentTask, openTask, pivotSeeds, psqe, type SeedSet } from 'psqe';
const task: AlignmentTask = openTask('emoji', { seed: 1 }).task;
const { seeds }: { seeds: SeedSet } = await pivotSeeds(task, { k: 50 });
const chain: typeof psqe = psqe;
console.log(JSON.stringify({ left: task.left.entityCount, seeds: seeds.left.length, psqe: typeof chain }));
`;

export const untyped = program.replace(/: AlignmentTask|: typeof psqe|: \{ seeds: SeedSet \}|type \w+,? ?/g, '');
