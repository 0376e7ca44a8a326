import { packageApp } from '../../scripts/package.mjs';

/** The end-to-end tests drive the real packaged app: it is built and packaged when it is out of date. */
export async function setup(): Promise<void> {
  await packageApp();
}
