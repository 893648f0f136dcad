import * as z from 'zod';

const share = z.number().min(0).max(1);
const balance = z.object({
  entropy: share
    .nullable()
    .describe(
      'entropy of the seeds over the groups, divided by the logarithm of the number of groups; null without seeds',
    ),
  kl: z
    .number()
    .nullable()
    .describe('KL divergence in nats of the seeds from the entities, corrected for its bias; null without seeds'),
});

const quality = z.object({
  count: z.int().min(0).describe('number of seed pairs'),
  precision: share.nullable().describe('share of the pairs that are true; null without truth'),
  recall: share.nullable().describe('share of the true pairs that were found; null without truth'),
  coverage: z
    .object({ '0': share, '1': share, '2': share })
    .describe('share of the entities of both graphs within 0, 1 and 2 hops of a seed'),
  balance: z.object({
    cluster: balance.describe('over k-means clusters of the fused features'),
    degree: balance.describe('over the quartiles of degree'),
    gini: share.nullable().describe('Gini coefficient of the seeds per entity over the clusters; null without seeds'),
  }),
  seconds: z.number().min(0).describe('time the method took'),
});

const direction = {
  hits1: share,
  hits5: share,
  hits10: share,
  mrr: share.describe('mean reciprocal rank'),
  meanRank: z.number().min(1),
};

const stratum = z.object({ hits1: share.nullable().describe('null when no test link belongs here') });

const brief = z.object({ hits1: share, hits10: share, mrr: direction.mrr, reverseHits1: share });
const decoders = z.object({
  cslsAll: brief.describe('CSLS 3, all of the other graph'),
  sinkhorn: brief.describe("Sinkhorn (temperature 50, 10 steps), the test links' other ends, which are a bijection"),
  sinkhornAll: brief.describe('Sinkhorn on the best 64 of each entity, all of the other graph'),
});

const alignment = z.object({
  model: z.string(),
  epochs: z.int().min(0),
  ...direction,
  reverse: z.object(direction).describe('the same from right to left'),
  sparse: stratum.describe('test links whose left end is in the sparsest quartile of degree'),
  unseeded: stratum.describe('test links whose left end is a seed in none of the compared sets'),
  decoders: decoders
    .optional()
    .describe("the same by other decoders and candidates than CSLS 3 and the test links' other ends"),
  seconds: z.number().min(0).describe('time of the training'),
});

/** What `--json` prints: one object for one command. `docs/report.schema.json` is made from it. */
export const reportSchema = z
  .object({
    task: z.string().describe('name of the pair of graphs'),
    engine: z.string().describe('the compute engine: native, wasm, js or tensorflow'),
    seed: z.int().min(0),
    options: z.record(z.string(), z.unknown()).describe('every option as it was resolved'),
    seconds: z.number().min(0),
    peakMemoryMB: z.number().min(0).describe('largest resident memory of the process, in MiB'),
    seeds: z.record(z.string(), quality).describe('by name of the seed set'),
    alignment: z.record(z.string(), alignment).describe('by name of the seed set the aligner was trained on'),
  })
  .meta({ title: 'PSQE report', description: 'The result of psqe seeds, psqe train and psqe run with --json.' });

export type RunReport = z.infer<typeof reportSchema>;
export type SeedReport = z.infer<typeof quality>;
export type AlignmentReport = z.infer<typeof alignment>;

/** The report's JSON Schema (draft 2020-12). */
export const reportJsonSchema = (): object => z.toJSONSchema(reportSchema);
