// Compiles with Nest's CLI (nest-cli.json) into dist/builds/<hash of all inputs>/.
// Nest's CLI overwrites its output. A finished build here never changes: a running copy of the program keeps its files,
// two starts at once cannot mix, and a start without changes compiles nothing (docs/adr/0060). `npm start` runs a
// bundle of it (bundle.mjs).
import { execFile } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { mkdir, readdir, readFile, rename, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { basename, dirname, join, relative } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { makeConsole } from './console.mjs';
import { makeInScript } from './in-script.mjs';

const SOURCES = ['src', 'migrations', 'bench'];
/** Settings of the compiler, and the lock file, which pins its version. */
const SETTINGS = ['nest-cli.json', '.swcrc', 'tsconfig.json', 'tsconfig.build.json', 'package-lock.json'];
/** Inputs of a bundle besides the sources (bundle.mjs). */
const BUNDLED = [
  'package.json',
  'scripts/bundle.mjs',
  'scripts/console.mjs',
  'scripts/in-script.mjs',
  'scripts/no-swagger.mjs',
  'scripts/write-documentation.mjs',
];
const BUNDLED_FOLDERS = ['docs', 'public', 'templates', 'clients/typescript/src'];
const BUILDS_KEPT = 4;
const ABANDONED_AFTER_MS = 10 * 60_000;
/** Written last: it marks a complete build, and its age shows when the build was last used. */
const MARK = 'whole';
/** Names the build that runs where no compiler is installed (start-prod.mjs). */
const LATEST = 'latest';

const here = dirname(dirname(fileURLToPath(import.meta.url)));

/**
 * Builds the present sources, unless they have been built before.
 * @param {string} [root] the project's folder
 * @param {{ typeCheck?: boolean }} [options] `typeCheck` also refuses type errors
 * @returns {Promise<string>} the folder of the build, with the folder names of the sources
 */
export async function build(root = here, { typeCheck = false } = {}) {
  if (typeCheck) await checkTypes(root);
  const builds = join(root, 'dist', 'builds');
  const folder = join(builds, hashOf(root).slice(0, 16));
  if (await use(folder)) return folder;
  await makeFolder(folder, async (draft) => {
    // Fails early if development packages are missing.
    programOf('esbuild');
    const [made, inScript] = await Promise.all([makeConsole(root), makeInScript(root), compile(root, draft)]);
    if (made !== undefined) await writeConsole(made.files, draft);
    if (inScript !== undefined) await writeFile(join(draft, 'in.js'), inScript);
    await writeFile(join(draft, MARK), '');
  });
  await use(folder);
  await removeOldBuilds(root);
  return folder;
}

/**
 * Makes a folder as a draft beside it, and renames the draft when it is complete.
 * @param {string} folder if several processes make it at once, the first is kept, as all are the same
 * @param {(draft: string) => Promise<unknown>} make
 */
export async function makeFolder(folder, make) {
  const draft = `${folder}.draft-${randomBytes(4).toString('hex')}`;
  try {
    await mkdir(draft, { recursive: true });
    await make(draft);
    await rename(draft, folder).catch((error) => {
      if (!existsSync(folder)) throw error;
    });
  } finally {
    await rm(draft, { recursive: true, force: true });
  }
}

/**
 * Builds what has changed and imports a module of the build; if the build fails, reports it and exits.
 * @param {string} path below the build's folder: `src/main.js`
 */
export async function importBuilt(path) {
  const module = pathToFileURL(join(await build().catch(end), path)).href;
  return import(module).catch((error) => {
    if (error.code !== 'ERR_MODULE_NOT_FOUND') throw error;
    // The build is older than the removal of development packages: `npm prune --omit=dev`, or npm ci without them.
    console.error('This needs packages for development, and some of them are not installed. Run npm ci.');
    process.exit(1);
  });
}

/** @returns {never} */
export function end(error) {
  console.error(`Touchline cannot be built: ${error.message}`);
  process.exit(1);
}

/** Synchronous, because every start waits for it. */
function hashOf(root) {
  const hash = createHash('sha256');
  const paths = [...SETTINGS, ...BUNDLED, ...filesIn(root, [...SOURCES, ...BUNDLED_FOLDERS])];
  for (const path of paths.filter((name) => existsSync(join(root, name)))) {
    const content = readFileSync(join(root, path));
    hash.update(`${path} ${content.length}\n`).update(content);
  }
  return hash.digest('hex');
}

/** Returns paths in a fixed order, relative to the root, without hidden files. */
function filesIn(root, folders) {
  const found = [];
  for (const folder of folders.filter((name) => existsSync(join(root, name)))) {
    for (const entry of readdirSync(join(root, folder), { recursive: true, withFileTypes: true })) {
      if (entry.isFile() && !entry.name.startsWith('.')) found.push(relative(root, join(entry.parentPath, entry.name)));
    }
  }
  return found.sort();
}

async function compile(root, draft) {
  // Nest's CLI reads its output folder only from this file.
  const settings = join(draft, 'tsconfig.json');
  const extended = { extends: join(root, 'tsconfig.build.json'), compilerOptions: { outDir: draft } };
  await writeFile(settings, JSON.stringify(extended));
  await run(root, '@nestjs/cli/bin/nest.js', 'build', '--silent', '--path', relative(root, settings));
  await rm(settings);
}

/** Uses the module that serves the files (`FilesInFolder`). */
async function writeConsole(files, draft) {
  const { writeFiles } = await import(pathToFileURL(join(draft, 'src', 'platform', 'http', 'stored-files.js')).href);
  await writeFiles(join(draft, 'console'), files);
}

/** @throws Error that lists the type errors */
export async function checkTypes(root = here) {
  for (const project of ['tsconfig.build.json', 'src/console/web', 'src/sources/web'].filter((path) =>
    existsSync(join(root, path)),
  )) {
    await run(root, 'typescript/bin/tsc', '--project', project, '--noEmit');
  }
}

/** Runs a program of a development package. @throws Error with its output if it fails */
async function run(root, program, ...args) {
  await promisify(execFile)(process.execPath, [programOf(program), ...args], { cwd: root, maxBuffer: Infinity }).catch(
    ({ stdout, stderr }) => {
      throw new Error(`${stdout}${stderr}`.trim());
    },
  );
}

function programOf(path) {
  try {
    return createRequire(import.meta.url).resolve(path);
  } catch {
    throw new Error(
      'what builds it is not installed. Run npm ci, or npm run build before you leave development packages out.',
    );
  }
}

/** Returns the complete builds, the most recently used first. */
async function wholeBuilds(builds) {
  const found = [];
  for (const name of (await readdir(builds)).filter((candidate) => /^[0-9a-f]{16}$/.test(candidate))) {
    const mark = await stat(join(builds, name, MARK)).catch(() => undefined);
    if (mark) found.push({ folder: join(builds, name), usedAt: mark.mtimeMs });
  }
  return found.sort((a, b) => b.usedAt - a.usedAt);
}

/** Marks a build as used by this process while it runs. @returns false if there is no such build */
export async function use(folder) {
  if (!existsSync(join(folder, MARK))) return false;
  try {
    await mkdir(join(folder, 'users'), { recursive: true });
    await writeFile(join(folder, 'users', String(process.pid)), '');
    await utimes(join(folder, MARK), new Date(), new Date());
  } catch {
    // A user with read access only runs the build without the mark.
  }
  return existsSync(join(folder, MARK));
}

/** Returns the last build of `npm run build`, or undefined if there is none. */
export async function latestBuild(root = here) {
  const name = await readFile(join(root, 'dist', LATEST), 'utf8').catch(() => undefined);
  return name && join(root, 'dist', 'builds', name.trim());
}

/** Names the build that runs where no compiler is installed. */
export async function noteLatest(folder, root = here) {
  const note = join(root, 'dist', LATEST);
  await writeFile(`${note}.draft`, `${basename(folder)}\n`);
  await rename(`${note}.draft`, note);
}

async function removeOldBuilds(root) {
  const builds = join(root, 'dist', 'builds');
  const latest = await latestBuild(root);
  for (const { folder } of (await wholeBuilds(builds)).slice(BUILDS_KEPT)) {
    if (folder === latest || (await isUsed(folder))) continue;
    // Renamed first, so that no process finds half a build.
    const old = `${folder}.draft-old`;
    await rename(folder, old).catch(() => undefined);
    await rm(old, { recursive: true, force: true });
  }
  for (const name of (await readdir(builds)).filter((candidate) => candidate.includes('.draft-'))) {
    const { mtimeMs } = await stat(join(builds, name)).catch(() => ({ mtimeMs: Date.now() }));
    if (Date.now() - mtimeMs > ABANDONED_AFTER_MS) await rm(join(builds, name), { recursive: true, force: true });
  }
}

async function isUsed(folder) {
  for (const pid of await readdir(join(folder, 'users')).catch(() => [])) {
    try {
      process.kill(Number(pid), 0);
      return true;
    } catch (error) {
      if (error.code === 'EPERM') return true;
    }
  }
  return false;
}
