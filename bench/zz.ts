import { openTask } from '../src/features/index.js';
for (const d of process.argv.slice(3)) { const { task, truth, notes } = openTask(d); console.log(d, task.left.entityCount, task.right.entityCount, task.modalities, truth?.links.left.length, '\n  ' + notes.join('\n  ')); console.log(task.left.labels.slice(0,3), task.left.names?.slice(0, 3), task.right.names?.slice(0,3)); }
