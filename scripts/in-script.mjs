// Builds the script for the pages of a company (src/sources/web/in.ts), which Touchline serves as /in.js.
import { existsSync } from 'node:fs';
import { join } from 'node:path';

const SOURCE = join('src', 'sources', 'web', 'in.ts');

/**
 * @param {string} root the project's folder
 * @returns {Promise<string | undefined>} the script; undefined without the satellite of sources
 */
export async function makeInScript(root) {
  if (!existsSync(join(root, SOURCE))) return undefined;
  const { build } = await import('esbuild');
  const { outputFiles } = await build({
    absWorkingDir: root,
    entryPoints: [SOURCE],
    write: false,
    bundle: true,
    format: 'iife',
    platform: 'browser',
    target: ['chrome90', 'firefox90', 'safari15'],
    minify: true,
    logLevel: 'error',
  });
  return outputFiles[0].text;
}
