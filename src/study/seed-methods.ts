/** Ways to make seeds, by the names that the command and the tables use. */
export const seedMethods = ['psqe', 'pivot', 'pivot-csls', 'stage1', 'stage2', 'stage3', 'reference'] as const;
export type SeedMethod = (typeof seedMethods)[number];
