import { imageType } from './image.js';
import { isFigure, plotlyBundle } from './plotly.js';
import { htmlTable } from './table.js';

type Bundle = Record<string, unknown>;
// biome-ignore lint/suspicious/noExplicitAny: values of libraries that are not imported, known by their shape only
type Any = Record<string, any>;

const isObject = (value: unknown): value is Any => typeof value === 'object' && value !== null;
const isMethod = (value: Any, ...names: string[]): boolean => names.every((name) => typeof value[name] === 'function');

/** Rows shown of a table. */
const ROWS = 30;

function image(value: unknown): Bundle | undefined {
  if (!(value instanceof Uint8Array)) return undefined;
  const type = imageType(value);
  if (!type) return undefined;
  return { [type]: value, 'text/plain': `[${type}, ${value.length.toLocaleString('en')} bytes]` };
}

function figure(value: unknown): Bundle | undefined {
  return isFigure(value) ? plotlyBundle(value) : undefined;
}

function arqueroTable(value: unknown): Bundle | undefined {
  if (!isObject(value) || !isMethod(value, 'numRows', 'columnNames', 'get', 'objects')) return undefined;
  const columns: string[] = value.columnNames();
  const rows: Any[] = value.objects({ limit: ROWS });
  return htmlTable(
    columns,
    rows.map((row) => columns.map((c) => row[c])),
    value.numRows(),
  );
}

function danfoFrame(value: unknown): Bundle | undefined {
  if (!isObject(value) || !Array.isArray(value.columns) || !Array.isArray(value.index) || !Array.isArray(value.values))
    return undefined;
  if (!isMethod(value, 'toString') || !Array.isArray(value.shape)) return undefined;
  const series = !Array.isArray(value.values[0]);
  const rows = (value.values as unknown[])
    .slice(0, ROWS)
    .map((row, i) => [value.index[i], ...(series ? [row] : (row as unknown[]))]);
  return htmlTable(['', ...(value.columns as string[])], rows, value.shape[0]);
}

function tensor(value: unknown): Bundle | undefined {
  if (
    !isObject(value) ||
    !isMethod(value, 'dataSync', 'dispose') ||
    !Array.isArray(value.shape) ||
    typeof value.dtype !== 'string'
  )
    return undefined;
  const head = `Tensor ${value.dtype} [${value.shape.join(', ')}]`;
  if (value.isDisposed) return { 'text/plain': `${head} (disposed)` };
  return { 'text/plain': `${head}\n${String(value.toString()).replace(/^Tensor\s*\n?/, '')}` };
}

/** Recognises, by their shape, values of libraries that the kernel does not import. */
export function knownBundle(value: unknown): Bundle | undefined {
  try {
    for (const recognise of [image, figure, arqueroTable, danfoFrame, tensor]) {
      const bundle = recognise(value);
      if (bundle) return bundle;
    }
  } catch {
    // It only looked like one: it is shown as any other object.
  }
  return undefined;
}
