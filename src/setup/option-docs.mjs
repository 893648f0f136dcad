// The words of each option, from its `option(…)` line, as a doc comment in the built declarations: editors and notebooks show it.
import fs from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { writeWhole } from './steps.mjs';

const declared = /^(?:export )?declare const (\w+): /;
const optionLine = /^( {4})(\w+): import\("[^"]*base\/options\.js"\)\.Option</;

/** The declared options in a declaration file: [line, name of the set, name of the option]; and the line of each set. */
function optionsIn(lines) {
  const found = [];
  const declarations = new Map();
  let set;
  lines.forEach((line, at) => {
    set = declared.exec(line)?.[1] ?? set;
    if (declared.test(line)) declarations.set(set, at);
    const option = optionLine.exec(line)?.[2];
    if (option) found.push([at, set, option]);
  });
  return { found, declarations };
}

const comment = ({ words, fallback }) => {
  const text = JSON.stringify(fallback, (_, value) => (ArrayBuffer.isView(value) ? undefined : value)) ?? '…';
  return `    /** ${`${words} (${text}).`.replaceAll('*/', '* /')} */`;
};

/** Adds the comments to one file. @throws {Error} for options of a set that its module does not export */
async function describe(file) {
  const text = fs.readFileSync(file, 'utf8');
  const lines = text.split('\n');
  const { found, declarations } = optionsIn(lines);
  if (found.length === 0) return 0;
  const module = await import(pathToFileURL(file.replace(/\.d\.ts$/, '.js')).href);
  const comments = new Map();
  for (const [at, set, name] of found) {
    // A set, fields shared by several sets, or a part that holds its set.
    const option = (module[set]?.fields ?? module[set]?.options?.fields ?? module[set])?.[name];
    if (!option && !/OptionSet</.test(lines[declarations.get(set)])) continue;
    if (!option) throw new Error(`${file}: ${set} must be exported, so that its option "${name}" is described`);
    comments.set(at, comment(option));
  }
  // The compiler leaves a declaration file alone that has not changed: a comment of the last time makes way.
  const told = lines.flatMap((line, at) => {
    if (comments.has(at)) return [comments.get(at), line];
    return comments.has(at + 1) && line.startsWith('    /** ') ? [] : [line];
  });
  if (told.join('\n') !== text) writeWhole(file, told.join('\n'));
  return comments.size;
}

/** Describes every option under `folder`; returns how many. */
async function describeOptions(folder) {
  const files = fs.readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.d.ts'));
  let count = 0;
  for (const file of files) count += await describe(path.join(folder, file));
  return count;
}

const [, , folder] = process.argv;
if (!folder || (await describeOptions(folder)) === 0)
  throw new Error('no options found: has the form of the declarations changed?');
