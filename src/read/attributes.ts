import type { Labels } from './labels.js';
import type { RawGraphBuilder } from './raw-builder.js';
import { labelProperties, writtenDatatype } from './rdf/vocabulary.js';
import type { LiteralText } from './terms.js';

/** Collects literals: those of a property that says names apart, all others as attributes. */
export class AttributeCollector {
  readonly #labels = {
    entity: [] as number[],
    text: [] as string[],
    language: [] as string[],
    property: [] as number[],
  };

  constructor(readonly builder: RawGraphBuilder) {}

  add(row: number, property: string, { value, language, datatype }: LiteralText): void {
    const label = labelProperties.indexOf(property);
    if (label >= 0 && value.trim() !== '') {
      this.#labels.entity.push(row);
      this.#labels.text.push(value);
      this.#labels.language.push(language?.toLowerCase() ?? '');
      this.#labels.property.push(label);
      return;
    }
    const type = datatype && writtenDatatype(datatype);
    this.builder.literal(row, property, value, { ...(language && { language }), ...(type && { datatype: type }) });
  }

  /** The names, before a language is chosen; undefined when there are none. */
  labelled(): Labels | undefined {
    return this.#labels.entity.length > 0 ? { ...this.#labels, properties: labelProperties } : undefined;
  }
}
