export const small = { epochs: 20, width: 16 };

/** The first `count` true links. */
export function trueSeeds(truth: { links: { left: Int32Array; right: Int32Array } }, count: number) {
  const { left, right } = truth.links;
  return { left: left.slice(0, count), right: right.slice(0, count), score: new Float32Array(count).fill(1) };
}

export const pairs = ({ left, right }: { left: Int32Array; right: Int32Array }) =>
  [...left].map((l, i) => [l, right[i]!]);
