const rdfs = 'http://www.w3.org/2000/01/rdf-schema#';

/** What says a name, best first. */
export const labelProperties: readonly string[] = [
  `${rdfs}label`,
  'http://www.w3.org/2004/02/skos/core#prefLabel',
  'http://schema.org/name',
  'https://schema.org/name',
  'http://xmlns.com/foaf/0.1/name',
];

/** What says that two graphs mean the same thing: a link, never an edge or a feature. */
export const sameAs = 'http://www.w3.org/2002/07/owl#sameAs';

const xsdString = 'http://www.w3.org/2001/XMLSchema#string';
const langString = 'http://www.w3.org/1999/02/22-rdf-syntax-ns#langString';

/** The datatype that a literal is written with; undefined for plain texts, with a language or without. */
export const writtenDatatype = (iri: string): string | undefined =>
  iri === xsdString || iri === langString ? undefined : iri;

/** What says so in a file of links, which others may have made. */
export const sameProperties: readonly string[] = [
  sameAs,
  'http://www.w3.org/2004/02/skos/core#exactMatch',
  'http://www.w3.org/2004/02/skos/core#closeMatch',
];
