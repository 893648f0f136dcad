import ts = require('typescript');

import { readDocsOf } from './docs.js';
import type { LanguageSession } from './session.js';
import { wordAt } from './text.js';

const text = (parts: ts.SymbolDisplayPart[] | undefined): string => ts.displayPartsToString(parts);

function tags(list: readonly ts.JSDocTagInfo[] | undefined): string[] {
  return (list ?? []).map((tag) => `@${tag.name} ${text(tag.text)}`.trim());
}

function quickInfo(service: ts.LanguageService, file: string, at: number): string | undefined {
  readDocsOf(service, file, at);
  const info = service.getQuickInfoAtPosition(file, at);
  if (!info) return undefined;
  // Names of earlier cells and modules reach the cell as imports; what they are is of interest, not that.
  const type = text(info.displayParts)
    .replace(/^\(alias\) /, '')
    .replace(/\nimport \S+$/, '');
  return [type, text(info.documentation), tags(info.tags).join('\n')].filter(Boolean).join('\n\n');
}

function signature(service: ts.LanguageService, file: string, at: number): string | undefined {
  const place = service.getSignatureHelpItems(file, at, undefined)?.applicableSpan.start;
  if (place === undefined) return undefined;
  // The name of what is called ends before the parenthesis.
  readDocsOf(service, file, place - 2);
  const help = service.getSignatureHelpItems(file, at, undefined)!;
  const lines = help.items.map((item) => {
    const parameters = item.parameters.map((p) => text(p.displayParts)).join(text(item.separatorDisplayParts));
    return text(item.prefixDisplayParts) + parameters + text(item.suffixDisplayParts);
  });
  const chosen = help.items[help.selectedItemIndex];
  const current = chosen?.parameters[help.argumentIndex];
  const about = current && `${current.name}: ${text(current.documentation) || text(current.displayParts)}`;
  return [lines.join('\n'), text(chosen?.documentation), about, tags(chosen?.tags).join('\n')]
    .filter(Boolean)
    .join('\n\n');
}

/**
 * What is known of the thing under the cursor: its type and documentation; between the parentheses of a call also
 * the signatures. Undefined when there is nothing.
 * @param at cursor, in UTF-16 units
 */
export function inspect(session: LanguageSession, code: string, at: number): string | undefined {
  return session.ask(code, (service, file, offset) => {
    const word = wordAt(code, at);
    const info = word < 0 ? undefined : quickInfo(service, file, offset + word);
    const found =
      info ?? signature(service, file, offset + at) ?? quickInfo(service, file, offset + Math.max(0, at - 1));
    return found?.replace(/import\("[^"]*__cell_\d+"\)\./g, '');
  });
}
