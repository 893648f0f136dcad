import type { BuiltEntity, BuiltSide } from '../written-pair.js';
import { countriesList, currencyNames, flag, type WorldCountry, worldCountries } from './sources.js';

/** Collects entities, each once, and triples. */
class Side {
  readonly #entities = new Map<string, BuiltEntity>();
  readonly triples: [string, string, string][] = [];

  add(entity: BuiltEntity): void {
    if (!this.#entities.has(entity.key)) this.#entities.set(entity.key, entity);
  }

  /** A triple to something that has only a name. */
  to(head: string, relation: string, key: string, label: string): void {
    this.add({ key, label, attributes: {} });
    this.triples.push([head, relation, key]);
  }

  get entities(): BuiltEntity[] {
    return [...this.#entities.values()];
  }
}

/** ISO 639-3 codes as ISO 639-1 where there is one. */
const language = (code: string) => `language ${new Intl.Locale(code).language}`;

/** `world-countries`, countries named in German, with the flags of `flag-icons`. Codes are keys alone. */
export function leftSide(): BuiltSide {
  const side = new Side();
  const countries = worldCountries();
  const byCode = new Map(countries.map((country) => [country.cca3, country]));
  for (const country of countries) {
    const key = `country ${country.cca2}`;
    side.add({ key, ...toldOf(country), picture: flag('flag-icons', country.cca2) });
    for (const code of country.borders) side.triples.push([key, 'borders', `country ${byCode.get(code)!.cca2}`]);
    for (const [code, name] of Object.entries(country.languages)) side.to(key, 'languages', language(code), name);
    for (const [code, { name }] of Object.entries(country.currencies))
      side.to(key, 'currencies', `currency ${code}`, name);
    side.to(key, 'region', `region ${country.region}`, country.region);
    if (country.subregion) side.to(key, 'subregion', `subregion ${country.subregion}`, country.subregion);
  }
  return side;
}

function toldOf({ name, translations, capital, area, latlng, landlocked }: WorldCountry) {
  const { common, official } = translations.deu!;
  const native = [...new Set(Object.values(name.native).map((each) => each.common))];
  return {
    label: common,
    attributes: {
      official,
      native: native.join('; '),
      capital: capital.join('; '),
      area: String(area),
      latitude: String(latlng[0]),
      longitude: String(latlng[1]),
      landlocked: String(landlocked),
    },
  };
}

/** `countries-list`, in English, with the flags of `circle-flags`. Codes are keys alone. */
export function rightSide(): BuiltSide {
  const side = new Side();
  const { countries, continents, languages } = countriesList();
  const currencies = currencyNames();
  for (const [iso, country] of Object.entries(countries)) {
    const key = `country ${iso}`;
    const { name: label, native, capital } = country;
    side.add({ key, label, attributes: { native, capital }, picture: flag('circle-flags', iso) });
    for (const code of country.languages) side.to(key, 'languages', language(code), languages[code]!.name);
    for (const code of country.currency)
      if (currencies[code]) side.to(key, 'currency', `currency ${code}`, currencies[code].name);
    side.to(key, 'continent', `continent ${country.continent}`, continents[country.continent]!);
  }
  return side;
}
