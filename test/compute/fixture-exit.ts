// Run by engine.test.ts in a process of its own: works on all threads, says what came out, and should then end.
import { matmul, matrix, useEngine } from '../../src/compute/index.js';

const { name, threads } = useEngine({ engine: 'auto', threads: 3 });
const ones = matrix(300, 300, new Float32Array(90_000).fill(1));
console.log(JSON.stringify({ name, threads, cell: matmul(ones, ones).data[0] }));
