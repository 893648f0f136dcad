import { OptionError } from '../../../base/index.js';
import { filter, isFilter, textOf } from './format.js';
import { lookUp, type Names, type Value } from './names.js';

/**
 * The text of an expression: names joined by ` + `, ` - `, ` / `, then filters, each behind a `|`. Several, parted by commas, end in
 * `| span`, which writes the least and the greatest: `{{a - b, a - c | words | span}}` gives "five to eight".
 */
export function evaluate(root: Names, expression: string, where: string): string {
  const [terms, ...filters] = expression.split('|').map((part) => part.trim());
  const values = terms!.split(',').map((term) => sum(root, term.trim(), where));
  const span = filters.at(-1) === 'span';
  const written = values.map((value) => write(value, span ? filters.slice(0, -1) : filters, where));
  if (span) return spanned(written);
  if (written.length === 1) return written[0]!.text;
  throw new OptionError(`several numbers in "${expression}"`, where, 'End it in "| span"');
}

interface Written {
  readonly value: number;
  readonly text: string;
}

function write(value: Value, filters: readonly string[], where: string): Written {
  let now: Value = value;
  let words: ((v: Value) => string) | undefined;
  for (const each of filters) {
    const [name, argument] = each.split(/\s+/);
    if (!isFilter(name!)) throw filter.unknown(name!, where);
    const made = filter.apply(name!, now, argument);
    if (typeof made === 'function') words = made;
    else now = made;
  }
  return { value: now.value, text: words ? words(now) : textOf(now) };
}

/** "least to greatest"; one text where both read alike. */
function spanned(written: readonly Written[]): string {
  const order = [...written].sort((a, b) => a.value - b.value);
  const [least, greatest] = [order[0]!.text, order.at(-1)!.text];
  return least === greatest ? least : `${least} to ${greatest}`;
}

/** Names and operators, from left to right. Sums and quotients have no interval: that of a difference is a name of its own. */
function sum(root: Names, term: string, where: string): Value {
  const [first, ...rest] = term.split(/\s+/);
  let total = lookUp(root, first!, where);
  for (let i = 0; i + 1 < rest.length; i += 2) {
    const next = lookUp(root, rest[i + 1]!, where);
    total = combined(total, rest[i]!, next, where);
  }
  if (rest.length % 2 === 1) throw new OptionError(`"${term}" is not complete`, where, 'Write "name - name"');
  return total;
}

function combined(a: Value, operator: string, b: Value, where: string): Value {
  if (operator === '/') return { value: a.value / b.value, digits: 1 };
  const sign = operator === '+' ? 1 : operator === '-' ? -1 : 0;
  if (sign === 0) throw new OptionError(`unknown operator "${operator}"`, where, 'Known: +, -, /');
  return { value: a.value + sign * b.value, digits: a.digits, percent: a.percent };
}
