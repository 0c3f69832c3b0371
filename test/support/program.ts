import { join } from 'node:path';
import { bundle } from '../../scripts/bundle.mjs';

/** Returns the program as `npm start` runs it, bundled when the first test of a build needs it. */
export async function programFile(): Promise<string> {
  return join(await bundle(process.env.TEST_BUILD_FOLDER!), 'main.js');
}
