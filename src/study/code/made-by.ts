import { InputError, packageVersion } from '../../base/index.js';
import { codeOf, type Keyed, keyOf, provenance, type RecordKey } from '../key.js';
import { reachedCode } from './reached-code.js';

/**
 * The key of a study's record. @param entries the functions that make its numbers, as of `codeHash`
 * @throws {InputError} where the code is not compiled as it stands, or TypeScript is missing
 */
export const studyKey = async (keyed: Omit<Keyed, 'code'>, ...entries: string[]): Promise<RecordKey> =>
  keyOf({ ...keyed, code: (await reachedCode(entries)).hash });

/** The key of a run of the main job, so that it may go on after a commit that changed nothing on its way. */
export async function runKey(
  keyed: Omit<Keyed, 'code'>,
  o: { readonly sources?: readonly string[] | undefined; readonly all?: boolean | undefined; readonly model: string },
): Promise<RecordKey> {
  // Which sources are added to those that are asked for is the main job's to know.
  const sources = o.sources && !o.all ? { sources: o.sources } : {};
  return keyOf({ ...keyed, code: await codeNow({ ...sources, model: o.model }) });
}

/** Hash of the code; else its commit, where it is not compiled as it stands; of an installed package its version. */
async function codeNow(o: { readonly sources?: readonly string[]; readonly model: string }): Promise<string> {
  const { commit, versions } = provenance();
  if (commit === null) return `psqe ${packageVersion()}, tfjs ${versions.tfjs}`;
  try {
    return (await reachedCode(['study/compare.js#compareSeeds'], o)).hash;
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    return codeOf({ commit });
  }
}
