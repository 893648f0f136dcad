#!/usr/bin/env bash
# @tensorflow/tfjs 4.22.0: the gradients of tf.variableGrads(f, list) come keyed by the variables' names, which are the
# numbers of a counter; JavaScript lists such keys in ascending order. So Object.values(grads) follows the order in which
# the variables were MADE, whatever order the list has, and a float32 sum over it (a global gradient norm) has other last
# digits when the same layers are made in another order. Seen: the same three layers, the same values, the same list,
# made in six orders: the norm over Object.values(grads) takes more than one value, that in the list's order takes one.
# Our users: clipGradients in src/train/adamw.ts sums in this order, and says so; AdamW's steps go by the model's list.
# Exits 0 when this is so, 1 when it has changed.
set -euo pipefail
here=$(mktemp -d)
trap 'rm -rf "$here"' EXIT
cd "$here"
npm init --yes > /dev/null
npm install --silent --no-audit --no-fund --ignore-scripts @tensorflow/tfjs@4.22.0
cat > order.mjs <<'JS'
import * as tf from '@tensorflow/tfjs';
await tf.setBackend('cpu');
const shapes = { a: [40, 30], b: [30, 20], c: [20, 10] };
const x = tf.randomNormal([50, 40], 0, 1, 'float32', 9);

function norms(order, seed) {
  const made = {};
  for (const name of order)
    made[name] = tf.variable(tf.randomNormal(shapes[name], 0, 0.2, 'float32', seed + name.charCodeAt(0)));
  const list = [made.a, made.b, made.c];
  const loss = () => tf.mean(tf.square(tf.matMul(tf.tanh(tf.matMul(tf.tanh(tf.matMul(x, made.a)), made.b)), made.c)));
  const { grads } = tf.variableGrads(loss, list);
  const norm = (tensors) => tensors.reduce((sum, g) => tf.add(sum, tf.sum(tf.square(g))), tf.scalar(0)).dataSync()[0];
  return { keys: Object.keys(grads), names: list.map(({ name }) => name),
    byKeys: norm(Object.values(grads)), byList: norm(list.map(({ name }) => grads[name])) };
}

let differ = 0;
let stable = 0;
let ascending = true;
for (let seed = 0; seed < 20; seed++) {
  const all = ['abc', 'acb', 'bac', 'bca', 'cab', 'cba'].map((order) => ({ order, ...norms(order, 10 * seed) }));
  ascending &&= all.every(({ keys }) => keys.every((key, i) => i === 0 || Number(keys[i - 1]) < Number(key)));
  if (new Set(all.map((each) => each.byKeys)).size > 1) {
    if (differ === 0)
      for (const { order, names, keys, byKeys, byList } of all)
        console.log(`made ${order}  list ${names}  keys ${keys}  squared norm by keys ${byKeys}, by list ${byList}`);
    differ++;
  }
  if (new Set(all.map((each) => each.byList)).size === 1) stable++;
}
console.log(`tfjs ${tf.version.tfjs}, Node ${process.version}: of 20 trials, by keys the norm depends on the order of making in ${differ}, by list it does not in ${stable}`);
process.exit(ascending && differ > 0 && stable === 20 ? 0 : 1);
JS
node order.mjs 2>&1 | grep -Ev '^$|^=+$|^Hi, looks like'
exit "${PIPESTATUS[0]}"
