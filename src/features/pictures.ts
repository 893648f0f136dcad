import * as z from 'zod';
import { type Options, option, optionSet, type Resolved, readFile, steps, type Work } from '../base/index.js';
import { matrix } from '../compute/index.js';
import type { FeatureTable, MultimodalGraph } from '../graph/index.js';
import { addModality } from './derived.js';
import type { FeaturedDataset } from './fitted.js';
import { IMAGE_DESCRIPTOR, imageDescriptor } from './image.js';
import { whitenedTables, whiteningFields } from './whitened-sides.js';

export const describePicturesOptions = optionSet('describePictures', {
  ground: option(
    z.string().nullable(),
    'white',
    'The ground that pictures are put on and cut out of (see `imageDescriptor`); `null`: transparency counts',
  ),
  ...whiteningFields,
});

export interface DescribePicturesOptions extends Options<typeof describePicturesOptions> {}

/**
 * Adds the modality `image` from the pictures whose paths the files tell. A picture that cannot be read is left out, and
 * named in the notes; so is a whole graph without any. A data set without pictures comes back as it is. Where it was opened by
 * what was fitted to earlier files, pictures are described as those were.
 * @throws AbortedError
 */
export async function describePictures(
  dataset: FeaturedDataset,
  options?: DescribePicturesOptions,
  work?: Work,
): Promise<FeaturedDataset> {
  const o = describePicturesOptions.resolve(options);
  const { task } = dataset;
  const sides = [task.left, task.right];
  if (!sides.some(hasPictures)) return dataset;
  const notes = [...dataset.notes];
  if (task.modalities.some(({ name }) => name === 'image'))
    return { ...dataset, notes: [...notes, 'pictures are not used beside features "image"'] };
  const without = sides.find((graph) => !hasPictures(graph));
  if (without)
    return { ...dataset, notes: [...notes, `${without.name}: no pictures, so those of the other are not used`] };
  const step = steps(work, 'describe pictures', task.left.entityCount + task.right.entityCount);
  const left = await describeSide(task.left, o, (done) => step(done), notes);
  const right = await describeSide(task.right, o, (done) => step(task.left.entityCount + done), notes);
  if (![left, right].every(({ known }) => known.includes(1)))
    return { ...dataset, notes: [...notes, 'a graph has no picture that can be read: pictures are not used'] };
  const { dimensions, whitening } = o;
  const before = dataset.fitted?.image;
  const { fitted, ...tables } = whitenedTables(left, right, { dimensions, whitening }, before);
  return {
    ...dataset,
    notes,
    task: addModality(task, { modality: { name: 'image', comparable: true }, ...tables }),
    fitted: { ...dataset.fitted, image: fitted },
  };
}

const hasPictures = ({ pictures }: MultimodalGraph) => pictures?.some((path) => path) ?? false;

/** How many pictures a note names. */
const EXAMPLES = 3;

async function describeSide(
  graph: MultimodalGraph,
  { ground }: Resolved<DescribePicturesOptions>,
  step: (done: number) => Promise<void>,
  notes: string[],
): Promise<FeatureTable> {
  const values = matrix(graph.entityCount, IMAGE_DESCRIPTOR);
  const known = new Uint8Array(graph.entityCount);
  const broken: string[] = [];
  for (const [row, path] of graph.pictures!.entries()) {
    if (path) {
      const described = await tried(path, ground);
      if (typeof described === 'string') broken.push(`${path} (${described})`);
      else {
        values.data.set(described, row * IMAGE_DESCRIPTOR);
        known[row] = 1;
      }
    }
    await step(row + 1);
  }
  const count = known.reduce((sum, k) => sum + k, 0);
  notes.push(`${graph.name}: ${count} of ${graph.entityCount} entities have a picture`);
  if (broken.length > 0)
    notes.push(
      `${graph.name}: ${broken.length} pictures cannot be used, and are left out: ${broken.slice(0, EXAMPLES).join('; ')}${broken.length > EXAMPLES ? ' …' : ''}`,
    );
  return { values, known };
}

/** A picture's descriptor, or why there is none. */
async function tried(path: string, ground: string | null): Promise<Float32Array | string> {
  try {
    return (await imageDescriptor(readFile(path), { ground })) ?? 'it shows nothing';
  } catch (error) {
    return (error as Error).message.replaceAll(/\s+/g, ' ');
  }
}
