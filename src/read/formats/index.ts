import { dbp15k } from './dbp15k.js';
import { featureFolder } from './feature-folder.js';
import type { Format, GraphFormat } from './format.js';
import { mmkb, mmkbGraph } from './mmkb.js';
import { openea } from './openea.js';
import { ownTables } from './own-tables.js';
import { packed } from './packed.js';
import { rdf, rdfGraph } from './rdf.js';
import { twoSides } from './two-sides.js';

/** What one graph of a pair can be: a file, or a folder, or the files of one side in a folder of both. */
export const graphFormats: readonly GraphFormat[] = [mmkbGraph, ownTables, rdfGraph];

/** What `readFolder` can read; the first that recognises a folder reads it. */
export const formats: readonly Format[] = [packed, featureFolder, dbp15k, openea, mmkb, twoSides(graphFormats), rdf];
