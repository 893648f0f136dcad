import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { zipSync } from 'fflate';
import { parquetWriteBuffer } from 'hyparquet-writer';
import { dump } from 'npyjs';
import { readSealed, sealed } from '../../src/base/index.js';
import { AlignmentTask, MultimodalGraph, type RankedMatches } from '../../src/graph/index.js';
import { buildModel, modelInputs } from '../../src/models/index.js';
import { readIndex } from '../../src/plots/origin.js';
import { shuffledDataset } from '../../src/read/dataset.js';
import { formatOf } from '../../src/read/formats/format.js';
import { formats } from '../../src/read/formats/index.js';
import { packFolder, readDecisions, readFolder, readSeeds, seedLines, writeMatches } from '../../src/read/index.js';
import { rawLinks } from '../../src/read/links/read-links.js';
import { parseNpy } from '../../src/read/npy.js';
import { withArchives } from '../../src/read/npz.js';
import { pickleVectors } from '../../src/read/pickle/vectors.js';
import { isHeader, understand } from '../../src/read/tabular/roles.js';
import { openTable } from '../../src/read/tabular/table.js';
import { keptGain } from '../../src/study/gain/record.js';
import { openRun, readRecord } from '../../src/study/index.js';
import { readLines } from '../../src/study/kept.js';
import { loadCheckpoint, saveCheckpoint } from '../../src/train/checkpoint.js';
import { trainOptions } from '../../src/train/options.js';
import { freshState } from '../../src/train/state.js';
import { featureFolder, folderOf, npy, temporaryFolder } from '../read/folders.js';
import { linkTable, oaei, samples, sourceIn, sssom } from '../read/formats/samples.js';
import { smallTask } from '../support/small-task.js';
import type { Target } from './mutation.js';

const oracle = (path: string) => readFileSync(join(import.meta.dirname, '..', 'oracle', path));

/** One file, read from memory. */
const file = (
  name: string,
  path: string,
  bytes: string | Uint8Array,
  read: (bytes: Uint8Array, path: string) => unknown,
): Target => ({
  name,
  files: { [path]: Buffer.from(bytes as Uint8Array) },
  read: (files) => read(files[path]!, path),
});

/** One file, read from the disk by its path. */
function onDisk(
  name: string,
  path: string,
  bytes: string | Uint8Array,
  read: (path: string) => unknown,
  guarded = false,
): Target {
  const folder = temporaryFolder();
  return {
    ...file(name, path, bytes, (now) => {
      writeFileSync(join(folder, path), now);
      return read(join(folder, path));
    }),
    sealed: guarded,
  };
}

const plain = (files: Readonly<Record<string, string | Uint8Array | undefined>>) =>
  Object.fromEntries(Object.entries(files).map(([name, bytes]) => [name, Buffer.from((bytes ?? '') as string)]));

/** What stands for a data set in a comparison. */
function contentOf({ task, truth }: ReturnType<typeof readFolder>) {
  const side = ({ ids, labels, triples, features, literals }: MultimodalGraph) => [
    ids,
    labels,
    Object.values(triples),
    [...features].map(([name, { values, known }]) => [name, values.data, known]),
    literals?.values,
  ];
  return [side(task.left), side(task.right), truth?.links];
}

function tables(): Target[] {
  const rows = [
    { id: 'é', label: 'Ä, "ö"', size: '1.5' },
    { id: '2', label: 'zwei', size: '2' },
    { id: '3', label: '', size: '33' },
  ];
  const columns = (['id', 'label', 'size'] as const).map((name) => ({
    name,
    data: rows.map((row) => row[name]),
    type: 'STRING' as const,
  }));
  const parquet = (codec: 'SNAPPY' | 'UNCOMPRESSED') =>
    new Uint8Array(parquetWriteBuffer({ codec, columnData: columns }));
  const read = (bytes: Uint8Array, path: string) => {
    const table = openTable(bytes, path, isHeader);
    understand(table, ['entities', 'triples', 'attributes']);
    const found: unknown[] = [];
    table.each((cells) => found.push(cells));
    return found;
  };
  return [
    file('table: CSV', 'x.csv', 'id,label,size\né,"Ä, ""ö""",1.5\n2,zwei,2\n3,,33\n', read),
    file('table: TSV', 'x.tsv', 'id\tlabel\tsize\né\tÄ\t1.5\n2\tzwei\t2\n', read),
    file('table: JSON', 'x.json', JSON.stringify(rows), read),
    file('table: JSON Lines', 'x.jsonl', rows.map((row) => JSON.stringify(row)).join('\n'), read),
    file('table: Parquet', 'x.parquet', parquet('UNCOMPRESSED'), read),
    file('table: Parquet, snappy', 'x.parquet', parquet('SNAPPY'), read),
    file('table: Parquet of pandas', 'x.parquet', oracle('tables/pandas.parquet'), read),
  ];
}

function arrays(): Target[] {
  const matrix = npy([1, 2, 3, 4, 5, 6], [3, 2]);
  const whole = new Uint8Array(dump(Int32Array.of(1, -2, 3), [3]));
  const shapeOf = (bytes: Uint8Array, path: string) => parseNpy(bytes, path).shape;
  const pickles = Object.entries(JSON.parse(oracle('pickles/figures.json').toString()) as Record<string, string>);
  const vectors = pickles
    .filter(([name]) => /: (vectors <f4|texts|views|numpy ids)/.test(name))
    .filter((_, i) => i % 4 === 0);
  const archive = zipSync({ 'image.npy': matrix, 'sub/other.npy': matrix, 'note.txt': new Uint8Array(3) });
  return [
    // Numbers in a matrix may be anything: who uses it checks them.
    file('array: .npy of floats', 'x.npy', matrix, shapeOf),
    file('array: .npy of whole numbers', 'x.npy', whole, shapeOf),
    {
      // Names stand outside of the checksums.
      ...file('array: .npz', 'x.npz', archive, (bytes) => {
        const source = withArchives(sourceIn('.', { 'x.npz': bytes }));
        return source.has('image.npy') ? parseNpy(source.bytes('image.npy'), 'x.npz') : undefined;
      }),
      sealed: true,
    },
    ...vectors.map(([name, text]) =>
      file(
        `array: pickle, ${name}`,
        'x.pkl',
        Buffer.from(text, 'base64'),
        (bytes, path) => pickleVectors(bytes, path).byId,
      ),
    ),
  ];
}

function folders(): Target[] {
  const read = (dir: string) => (files: Target['files']) => {
    const source = withArchives(sourceIn(dir, files));
    return contentOf(shuffledDataset(formatOf(source, formats).read(source), 1));
  };
  const packed = temporaryFolder();
  packFolder(folderOf(featureFolder), packed, { name: 'a pair' });
  const names = ['manifest.json', 'V.npy.br', 'ent_ids_1.br', 'triples_2.br', 'ill_ent_ids.br', 'V_mask.npy.br'];
  return [
    ...Object.entries({ ...samples, features: featureFolder }).map(([name, texts]) => ({
      name: `folder: ${name}`,
      files: plain(texts),
      read: read(folderOf(texts)),
    })),
    {
      name: 'folder: packed',
      sealed: true,
      files: Object.fromEntries(names.map((name) => [name, readFileSync(join(packed, name))])),
      read: (files) => {
        for (const [name, bytes] of Object.entries(files)) writeFileSync(join(packed, name), bytes);
        return contentOf(readFolder(packed, { seed: 1 }));
      },
    },
  ];
}

function links(): Target[] {
  const read = (bytes: Uint8Array, path: string) => {
    const { left, right, scores } = rawLinks(bytes, path);
    return [left, right, scores];
  };
  const same = '<http://www.w3.org/2002/07/owl#sameAs>';
  return [
    file('links: SSSOM', 'x.sssom.tsv', sssom, read),
    file('links: OAEI', 'x.rdf', oaei, read),
    file('links: CSV', 'x.csv', linkTable, read),
    file('links: lines', 'x', 'a\tb\t0.5\nc\td\t1\n', read),
    file('links: RDF', 'x.nt', `<http://e/a> ${same} <http://r/a> .\n_:b ${same} <http://r/b> .\n`, read),
  ];
}

const task = (() => {
  const graph = (side: string) =>
    new MultimodalGraph({
      name: side,
      ids: ['a', 'b,"', 'c'].map((id) => `http://${side}.example/${id}`),
      labels: ['a', 'b\nc', 'ü'],
      relationCount: 0,
      triples: { head: new Int32Array(0), relation: new Int32Array(0), tail: new Int32Array(0) },
      features: new Map(),
    });
  return new AlignmentTask({ name: 'three', left: graph('l'), right: graph('r'), modalities: [] });
})();

const matches: RankedMatches = {
  left: Int32Array.of(0, 1, 2),
  right: Int32Array.of(1, 0, 2),
  score: Float32Array.of(1, 0.5, 0.25),
  confidence: Float32Array.of(1, 0.9, 0.1),
  rank: Int32Array.of(1, 1, 2),
  reverseRank: Int32Array.of(1, 1, 0),
  stage: ['known', 'seed', 'found'],
  mutual: Uint8Array.of(1, 1, 0),
};

/** Tables of matches in every format, seeds, decisions. */
function ownTables(): Target[] {
  const folder = temporaryFolder();
  const written = (name: string) => {
    writeMatches(join(folder, name), matches, task);
    return readFileSync(join(folder, name));
  };
  const [a, b] = [task.left.ids, task.right.ids];
  const decisions = `left\tright\tdecision\n${a[0]}\t${b[1]}\tsame\n${a[2]}\t${b[2]}\tdifferent\n`;
  return [
    ...['x.csv', 'x.tsv', 'x.jsonl', 'x.parquet', 'x.sssom.tsv', 'x.nt'].map((name) =>
      onDisk(`own: matches, ${name}`, name, written(name), (path) => readSeeds(path, task)),
    ),
    onDisk('own: seeds', 'x.tsv', seedLines(matches, task), (path) => readSeeds(path, task)),
    onDisk('own: decisions', 'x.tsv', decisions, (path) => readDecisions(path, task)),
  ];
}

const runKey = {
  request: { k: 1 },
  made: { task: 't', engine: 'e', threads: 1, node: 'n', commit: null, code: 'c' },
};

/** A run's record and parts. */
function runs(): Target[] {
  const root = temporaryFolder();
  const store = openRun(root, runKey);
  store.keep('part', { list: [1, 2.5, 'ü'], deep: { a: [null, true] } });
  const record = readFileSync(store.path('record.json'));
  const part = readFileSync(store.path('parts/part.json'));
  const { id } = store.record;
  const other = temporaryFolder();
  mkdirSync(join(other, id));
  return [
    {
      ...file('own: record of a run', 'record.json', record, (bytes) => {
        writeFileSync(join(other, id, 'record.json'), bytes);
        return readRecord(other, id);
      }),
      sealed: true,
    },
    {
      ...file('own: part of a run', 'part.json', part, (bytes) => {
        writeFileSync(store.path('parts/part.json'), bytes);
        return store.read('part');
      }),
      sealed: true,
    },
  ];
}

/** The state of a training. */
function checkpoint(): Target {
  const { task: small, truth } = smallTask();
  const inputs = modelInputs(small);
  const model = buildModel('mclea', inputs, { options: { width: 4, modalityWidth: 2 }, seed: 3 });
  const seeds = {
    left: truth.links.left.slice(0, 9),
    right: truth.links.right.slice(0, 9).map((row) => row + inputs.leftCount),
  };
  const path = join(temporaryFolder(), 'state');
  const state = freshState(model, seeds, trainOptions.resolve({ checkpoint: path, resume: true }));
  saveCheckpoint(state, seeds);
  const read = (bytes: Uint8Array) => {
    writeFileSync(path, bytes);
    loadCheckpoint(state, seeds);
    return [state.epoch, state.loss, state.seeds, model.variables.map((variable) => variable.dataSync().slice())];
  };
  return { ...file('own: checkpoint', 'state', readFileSync(path), read), sealed: true };
}

function ownFiles(): Target[] {
  const remedy = 'Delete it';
  const value = { list: [1, 2.5, 'ü'], text: `"sha256": "${'0'.repeat(64)}"` };
  const records = readFileSync(
    join(import.meta.dirname, '..', '..', 'data', 'gain', 'fr-openmoji-it-fluent.jsonl'),
    'utf8',
  );
  const index = JSON.stringify({ gain: { title: 'Gain', record: 'r', command: 'psqe run', commit: null } });
  return [
    onDisk('own: sealed JSON', 'x.json', sealed('test-1', value), (path) => readSealed(path, 'test-1', remedy), true),
    onDisk('own: records', 'x.jsonl', records.split('\n').slice(0, 3).join('\n'), (path) => readLines(path, keptGain)),
    onDisk('own: list of figures', 'index.json', index, (path) => readIndex(join(path, '..'))),
    checkpoint(),
    ...runs(),
  ];
}

/** Every reader of outside files, and every file of the package's own that is read again. */
export const targets = (): Target[] => [
  ...tables(),
  ...arrays(),
  ...folders(),
  ...links(),
  ...ownTables(),
  ...ownFiles(),
];
