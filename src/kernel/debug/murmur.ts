const M = 0x5bd1e995;
const mixed = (k: number): number => {
  const once = Math.imul(k, M);
  return Math.imul(once ^ (once >>> 24), M);
};

/**
 * MurmurHash2 (Appleby, 32 bits) of a text's UTF-8 bytes: the one hash that JupyterLab knows to name a cell by.
 * @param seed of the hash, which the client is told
 */
export function murmur2(text: string, seed: number): number {
  const data = Buffer.from(text, 'utf8');
  const whole = data.length & ~3;
  let h = seed ^ data.length;
  for (let i = 0; i < whole; i += 4) h = Math.imul(h, M) ^ mixed(data.readInt32LE(i));
  if (whole < data.length) {
    let rest = 0;
    for (let i = data.length - 1; i >= whole; i--) rest = (rest << 8) | data[i]!;
    h = Math.imul(h ^ rest, M);
  }
  h = Math.imul(h ^ (h >>> 13), M);
  return (h ^ (h >>> 15)) >>> 0;
}
