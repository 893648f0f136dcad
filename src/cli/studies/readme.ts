import * as z from 'zod';
import { OptionError, option, optionSet } from '../../base/index.js';
import { study } from './study.js';

export const readme = study({
  name: 'readme',
  about: 'Makes a finished run of the main job the one whose output the README prints (data/records/readme.json)',
  options: optionSet('study readme', { id: option(z.string(), '', 'The run, a folder of runs') }),
  run: async ({ id }) => {
    const [{ splitLinks }, { openTask }, { readSeeds }, { countOf, readRecord, testSet, writeReadme }] =
      await Promise.all([
        import('../../evaluate/index.js'),
        import('../../features/index.js'),
        import('../../read/index.js'),
        import('../../study/index.js'),
      ]);
    const record = readRecord('runs', id);
    if (!record.finished || !record.report)
      throw new OptionError('this run is not finished', '--id', `Go on with it: npx psqe run --resume ${id}`);
    const { seed, options, seeds } = record.report;
    const { task, truth } = openTask('emoji', { seed });
    const sets = Object.keys(seeds).map((name) => readSeeds(`runs/${id}/seeds/${name}.tsv`, task));
    const links = splitLinks(truth!, { seed, test: options.testShare as number }).test;
    const { sparse, unseeded } = testSet(task, links, sets);
    const tested = { all: links.left.length, sparse: countOf(sparse), unseeded: countOf(unseeded) };
    // Where its libraries lie on this machine is nobody's business.
    const { blas, ...engine } = record.engine;
    const kept = { ...engine, ...(blas && { blas: { config: blas.config } }) };
    writeReadme({ ...record, report: record.report, engine: kept, tested });
    return 'data/records/readme.json: now npx psqe study docs';
  },
});
