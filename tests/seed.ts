import { createDice } from '../electron/engine/core/test-support/dice.ts';

/**
 * What a test with chance in it begins with: another one each time, and the same one again with
 * `TRAWL_SEED`. It stands in the test's name, so that a failure says which one it was. Where a process
 * is killed, the moments are the same again; what the machine does in them is not.
 */
export const seed = Number(process.env['TRAWL_SEED'] ?? Math.floor(Math.random() * 2 ** 31));
export const random = createDice(seed);
export const withSeed = `(TRAWL_SEED=${seed})`;
