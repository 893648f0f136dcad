/** What is shown of a value: the bundle by MIME type, and its types. */
import { toBundle } from '../user/bundle.js';
import type { Content } from './client.js';

export const data = async (value: unknown): Promise<Record<string, Content>> =>
  JSON.parse((await toBundle(value))!.data);
export const types = async (value: unknown): Promise<string[]> => Object.keys(await data(value)).sort();
