import { createDice } from '../electron/engine/core/test-support/dice.ts';

/**
 * The seed of a test with random choices: different each time, and fixed by `TRAWL_SEED`. It is part of the
 * test's name, so that a failure shows it. Where a process is killed, the moments are repeated; the machine's
 * work at these moments is not.
 */
export const seed = Number(process.env['TRAWL_SEED'] ?? Math.floor(Math.random() * 2 ** 31));
export const random = createDice(seed);
export const withSeed = `(TRAWL_SEED=${seed})`;
