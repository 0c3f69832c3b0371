// Builds the console for browsers: esbuild bundles the app of src/console/web into a few files, named by their content.
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { basename, extname, join } from 'node:path';

/** The folder of its sources, relative to the project. */
const SOURCE = join('src', 'console', 'web');
/** The files that the page loads, by the names in its HTML. */
const ENTRIES = { main: 'main.tsx', theme: 'theme.ts' };
const PLACE = '/console/assets';
const TYPES = { '.js': 'text/javascript', '.css': 'text/css' };

/**
 * Builds the console from the present sources.
 * @param {string} root the project's folder
 * @returns {Promise<{ files: Map<string, { type: string, text: string, immutable?: boolean }>, metafile: object } |
 * undefined>} the
 *   files to serve, by path, and esbuild's metafile with the size of each module; undefined without the console's
 *   satellite
 */
export async function makeConsole(root) {
  if (!existsSync(join(root, SOURCE))) return undefined;
  const { build } = await import('esbuild');
  const { outputFiles, metafile } = await build({
    absWorkingDir: root,
    entryPoints: Object.values(ENTRIES).map((name) => join(SOURCE, name)),
    outdir: 'assets',
    entryNames: '[name]-[hash]',
    chunkNames: '[name]-[hash]',
    write: false,
    metafile: true,
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'browser',
    target: ['chrome115', 'firefox115', 'safari16.4'],
    jsx: 'automatic',
    define: { 'process.env.NODE_ENV': '"production"' },
    minify: true,
    legalComments: 'eof',
    logLevel: 'error',
  });
  const assets = outputFiles.map(({ path, text }) => ({ name: basename(path), text }));
  const page = await readFile(join(root, SOURCE, 'index.html'), 'utf8');
  const files = new Map([['/console', { type: 'text/html', text: page.replaceAll(/\{\{(.+?)\}\}/g, addressOf) }]]);
  for (const { name, text } of assets) {
    files.set(`${PLACE}/${name}`, { type: TYPES[extname(name)], text, immutable: true });
  }
  return { files, metafile };

  /**
   * Returns the address of an asset, whose name includes a hash of its content: for `main.css`, which the page names.
   */
  function addressOf(_, asked) {
    const found = assets.find(({ name }) => name.replace(/-[A-Z0-9]{8}(?=\.\w+$)/, '') === asked);
    return `${PLACE}/${found.name}`;
  }
}
