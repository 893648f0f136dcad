// `npm run licences`: what the package brings along, by licence; from the lock file and what is installed, without a network.
import fs from 'node:fs';
import path from 'node:path';
import { isMain, root } from './steps.mjs';

/** The licence as a package's own file tells it: a word, or as older ones have it, an object or several of them. */
function licenceOf({ license, licenses }) {
  const all = [license ?? licenses ?? 'not told'].flat();
  return all.map((each) => (typeof each === 'string' ? each : each.type)).join(' OR ');
}

/**
 * Packages that are installed with this one by others: no tools of development, no packages that are optional peers.
 * @param {string} folder the package's
 * @returns {{ name: string, version: string, licence: string }[]} by name
 */
export function shippedPackages(folder) {
  const lock = JSON.parse(fs.readFileSync(path.join(folder, 'package-lock.json'), 'utf8'));
  const shipped = Object.entries(lock.packages).filter(([at, entry]) => at !== '' && !entry.dev && !entry.link);
  const packages = shipped.flatMap(([at, entry]) => {
    const file = path.join(folder, at, 'package.json');
    // What is for other systems is not installed; the lock file tells its licence.
    const own = fs.existsSync(file) ? JSON.parse(fs.readFileSync(file, 'utf8')) : entry;
    const name = own.name ?? entry.name ?? at.replace(/^.*node_modules\//, '');
    return { name, version: own.version ?? entry.version, licence: licenceOf(own) };
  });
  return packages.sort((a, b) => a.name.localeCompare(b.name, 'en'));
}

if (isMain(import.meta.url)) {
  const byLicence = new Map();
  for (const { name, version, licence } of shippedPackages(root))
    byLicence.set(licence, [...(byLicence.get(licence) ?? []), `${name}@${version}`]);
  for (const [licence, names] of [...byLicence].sort(([, a], [, b]) => b.length - a.length))
    console.log(`${licence} (${names.length}): ${names.join(', ')}`);
}
