import { idOf } from '../rdf/graph.js';
import { parseRdf } from '../rdf/parse.js';
import { sameProperties } from '../rdf/vocabulary.js';
import { PairList, type RawPairs } from './pair-list.js';

/** Links from RDF: owl:sameAs, skos:exactMatch and skos:closeMatch between two IRIs, in either direction. */
export function rdfLinks(bytes: Uint8Array, path: string): RawPairs {
  const list = new PairList();
  let count = 0;
  let others = 0;
  parseRdf(bytes, path, ({ subject, predicate, object }) => {
    count++;
    if (!sameProperties.includes(predicate.value) || object.termType === 'Literal') others++;
    else list.push(idOf(subject, '_:'), idOf(object, '_:'), `${path}, statement ${count}`);
  });
  const notes = others > 0 ? [`${path}: ${others} statements say no link, and are left out`] : [];
  return { ...list.done(path, notes), eitherWay: true };
}
