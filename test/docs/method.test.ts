import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it, test } from 'vitest';
import { packageRoot } from '../../src/base/index.js';

const root = packageRoot();
const page = readFileSync(join(root, 'docs', 'method.md'), 'utf8');

/** Headings with a number, `## 3. PSQE` and `### 4.1 EVA`. */
const sections = [...page.matchAll(/^#{2,3} (\d+(?:\.\d+)?)\.? /gm)].map((m) => m[1]!);

/** The text of a section with all below it, by its number. */
function textOf(section: string): string {
  const start = page.search(new RegExp(`^#{2,3} ${section.replace('.', '\\.')}\\.? `, 'm'));
  const rest = page.slice(start + 3);
  const end = rest.search(section.includes('.') ? /^#{2,3} /m : /^## /m);
  return end < 0 ? rest : rest.slice(0, end);
}

interface Citation {
  readonly file: string;
  readonly section: string;
  /** What stands behind the number: `stage 2`, `T3`, `step 4`. */
  readonly part: string;
}

const citations = readdirSync(join(root, 'src'), { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.ts'))
  .flatMap((file): Citation[] => {
    // A citation may be broken over two lines of a comment.
    const text = readFileSync(join(root, 'src', file), 'utf8').replaceAll(/\s*\n\s*\*\s*/g, ' ');
    return [...text.matchAll(/method §(\d+(?:\.\d+)?)((?:, (?:stage \d|T\d)(?: step \d)?)?)/g)].map((m) => ({
      file,
      section: m[1]!,
      part: m[2]!.replace(/^, /, ''),
    }));
  });

test('sections are numbered without a gap', () => {
  const whole = sections.filter((s) => !s.includes('.')).map(Number);
  expect(whole).toEqual(whole.map((_, i) => i + 1));
  expect(sections.filter((s) => s.startsWith('4.'))).toEqual(['4.1', '4.2', '4.3', '4.4']);
});

test('the sources cite the page', () => {
  expect(citations.length).toBeGreaterThan(30);
});

it.each(citations)('$file cites §$section $part, which is there', ({ section, part }) => {
  expect(sections).toContain(section);
  const text = textOf(section);
  const [, stage, step] = /^stage (\d)(?: step (\d))?$/.exec(part) ?? [];
  if (stage) {
    const own = text.slice(text.indexOf(`### Stage ${stage}`)).split(/^### /m)[1]!;
    expect(own).toContain(`Stage ${stage}`);
    if (step) expect(own).toMatch(new RegExp(`^${step}\\. `, 'm'));
  }
  const [theorem] = /^T\d$/.exec(part) ?? [];
  if (theorem) expect(text).toContain(`**${theorem}, `);
});

test('sections that the page names itself are there', () => {
  const named = [...page.matchAll(/§(\d+(?:\.\d+)?)/g)].map((m) => m[1]!);
  expect(named.length).toBeGreaterThan(3);
  expect(named.filter((section) => !sections.includes(section))).toEqual([]);
});

test('formulas are closed', () => {
  const open = page
    .replaceAll(/\$\$[^$]+\$\$/g, '')
    .split('\n\n')
    .filter((part) => (part.match(/\$/g) ?? []).length % 2);
  expect(open).toEqual([]);
});
