import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { packageFolder, versionIn } from '../package-folder.js';

const require = createRequire(import.meta.url);

/** A country as `world-countries` tells of it; only what is used. */
export interface WorldCountry {
  readonly cca2: string;
  readonly name: { readonly native: Readonly<Record<string, { readonly common: string }>> };
  readonly translations: Readonly<Record<string, { readonly common: string; readonly official: string }>>;
  readonly cca3: string;
  readonly capital: readonly string[];
  readonly region: string;
  readonly subregion: string;
  readonly languages: Readonly<Record<string, string>>;
  readonly currencies: Readonly<Record<string, { readonly name: string }>>;
  readonly borders: readonly string[];
  readonly latlng: readonly [number, number];
  readonly area: number;
  readonly landlocked: boolean;
}

/** What `countries-list` tells; only what is used. */
export interface CountriesList {
  readonly countries: Readonly<
    Record<
      string,
      {
        readonly name: string;
        readonly native: string;
        readonly capital: string;
        readonly continent: string;
        readonly currency: readonly string[];
        readonly languages: readonly string[];
      }
    >
  >;
  readonly continents: Readonly<Record<string, string>>;
  readonly languages: Readonly<Record<string, { readonly name: string; readonly native: string }>>;
}

/** Names of currencies by code. */
export type Currencies = Readonly<Record<string, { readonly name: string }>>;

export const worldCountries = (): WorldCountry[] =>
  JSON.parse(packageFile('world-countries', 'countries.json').toString());

export const countriesList = (): CountriesList => loaded('countries-list') as CountriesList;

export const currencyNames = (): Currencies =>
  (loaded('countries-list/currencies') as { currencies: Currencies }).currencies;

/** A flag as SVG; undefined where the package has none. */
export function flag(name: 'flag-icons' | 'circle-flags', code: string): Uint8Array | undefined {
  const file = join(
    packageFolder(name),
    'flags',
    ...(name === 'flag-icons' ? ['4x3'] : []),
    `${code.toLowerCase()}.svg`,
  );
  return existsSync(file) ? readFileSync(file) : undefined;
}

/** Packages with versions and licences, for the record. */
export function countrySources(): Record<string, string> {
  const licences = {
    'world-countries': 'ODbL-1.0',
    'flag-icons': 'MIT',
    'countries-list': 'MIT',
    'circle-flags': 'MIT',
  };
  return Object.fromEntries(
    Object.entries(licences).map(([name, licence]) => [name, `${versionIn(packageFolder(name))} (${licence})`]),
  );
}

function loaded(name: string): unknown {
  packageFolder(name.split('/')[0]!);
  return require(name);
}

const packageFile = (name: string, file: string) => readFileSync(join(packageFolder(name), file));
