import { join } from 'node:path';
import { bundle } from '../../scripts/bundle.mjs';

/** The program as `npm start` runs it: bundled when the first test of a build starts it. */
export async function programFile(): Promise<string> {
  return join(await bundle(process.env.TEST_BUILD_FOLDER!), 'main.js');
}
