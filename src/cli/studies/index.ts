import { balance } from './balance.js';
import { choices } from './choices.js';
import { gain } from './gain.js';
import { map } from './map.js';
import { missing } from './missing.js';
import { readme } from './readme.js';
import type { Study } from './study.js';
import { theory } from './theory.js';
import { tones } from './tones.js';

export type { HowToRun, Study } from './study.js';

/** Every study; a new one is a file and a line here. */
export const studies: readonly Study[] = [gain, map, tones, balance, missing, theory, choices, readme];
