import { CheckError } from '../models/index.js';
import { showTable } from './table.js';

/**
 * Runs a check of a loss or a model that is meant to fail, and shows its faults as a table; nothing where it passes.
 * @throws what the check throws, unless it is a `CheckError`
 */
export function showFaults(check: () => unknown): void {
  try {
    check();
  } catch (error) {
    if (!(error instanceof CheckError)) throw error;
    showTable(error.faults);
  }
}
