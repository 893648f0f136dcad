import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { type Browser, chromium } from 'playwright-core';

/** An installed Chromium or Chrome: the one that PSQE_CHROMIUM names, or one on the PATH. */
export function findChromium(): string | undefined {
  if (process.env.PSQE_CHROMIUM) return process.env.PSQE_CHROMIUM;
  const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'chrome.exe'];
  const folders = (process.env.PATH ?? '').split(delimiter);
  return folders.flatMap((folder) => names.map((name) => join(folder, name))).find((file) => existsSync(file));
}

export const NO_CHROMIUM = 'skipped: no Chromium here (install one, or name it in PSQE_CHROMIUM)';

export const launch = (executablePath: string): Promise<Browser> =>
  chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-dev-shm-usage'] });
