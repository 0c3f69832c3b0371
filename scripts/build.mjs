// Lets Nest's CLI compile (nest-cli.json), and puts what it makes into dist/builds/<hash of all that goes in>/.
//
// Nest's CLI writes over what stands. A build here is never changed once it stands: a running copy of the program goes
// on finding the files it was started from, two starts at once cannot mix, and a start without changes compiles nothing
// (docs/adr/0060). What `npm start` runs is bundled from it (bundle.mjs).
import { execFile } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { mkdir, readdir, readFile, rename, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { basename, dirname, join, relative } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { makeConsole } from './console.mjs';

const SOURCES = ['src', 'migrations', 'bench'];
/** What says how to compile; the lock file, with which versions. */
const SETTINGS = ['nest-cli.json', '.swcrc', 'tsconfig.json', 'tsconfig.build.json', 'package-lock.json'];
/** What a bundle is made of beside the sources (bundle.mjs). */
const BUNDLED = [
  'package.json',
  'scripts/bundle.mjs',
  'scripts/console.mjs',
  'scripts/no-swagger.mjs',
  'scripts/write-documentation.mjs',
];
const BUNDLED_FOLDERS = ['docs', 'public', 'templates', 'clients/typescript/src'];
const BUILDS_KEPT = 4;
const ABANDONED_AFTER_MS = 10 * 60_000;
/** Written last: it shows that a folder is a whole build, and when it was last used. */
const MARK = 'whole';
/** Names the build that runs where nothing can be built (start-prod.mjs). */
const LATEST = 'latest';

const here = dirname(dirname(fileURLToPath(import.meta.url)));

/**
 * Builds what is there, unless it has been built before.
 * @param {string} [root] the project's folder
 * @param {{ typeCheck?: boolean }} [options] with `typeCheck` it refuses faulty types
 * @returns {Promise<string>} the folder of the build, in which the sources' folders keep their names
 */
export async function build(root = here, { typeCheck = false } = {}) {
  if (typeCheck) await checkTypes(root);
  const builds = join(root, 'dist', 'builds');
  const folder = join(builds, hashOf(root).slice(0, 16));
  if (await use(folder)) return folder;
  await makeFolder(folder, async (draft) => {
    // Whoever lacks packages for development is told so by either.
    programOf('esbuild');
    const [made] = await Promise.all([makeConsole(root), compile(root, draft)]);
    if (made !== undefined) await writeConsole(made.files, draft);
    await writeFile(join(draft, MARK), '');
  });
  await use(folder);
  await removeOldBuilds(root);
  return folder;
}

/**
 * Has a folder made as a draft beside it, which gets its name when it is whole.
 * @param {string} folder where several make it at once, the first is kept: all make the same
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
 * Builds what has changed and brings in a module of it; a build that fails is told and ends the program.
 * @param {string} path below the build's folder: `src/main.js`
 */
export async function importBuilt(path) {
  const module = pathToFileURL(join(await build().catch(end), path)).href;
  return import(module).catch((error) => {
    if (error.code !== 'ERR_MODULE_NOT_FOUND') throw error;
    // The build stands from before packages were left out: `npm prune --omit=dev`, or npm ci without them.
    console.error('This needs packages for development, and some of them are not installed. Run npm ci.');
    process.exit(1);
  });
}

/** @returns {never} */
export function end(error) {
  console.error(`Touchline cannot be built: ${error.message}`);
  process.exit(1);
}

/** Read at once, not one by one between other work: every start waits for it. */
function hashOf(root) {
  const hash = createHash('sha256');
  const paths = [...SETTINGS, ...BUNDLED, ...filesIn(root, [...SOURCES, ...BUNDLED_FOLDERS])];
  for (const path of paths.filter((name) => existsSync(join(root, name)))) {
    const content = readFileSync(join(root, path));
    hash.update(`${path} ${content.length}\n`).update(content);
  }
  return hash.digest('hex');
}

/** Paths in a fixed order, relative to the root. Editors' and programs' own hidden files do not count. */
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
  // Nest's CLI takes the folder to write to from here alone.
  const settings = join(draft, 'tsconfig.json');
  const extended = { extends: join(root, 'tsconfig.build.json'), compilerOptions: { outDir: draft } };
  await writeFile(settings, JSON.stringify(extended));
  await run(root, '@nestjs/cli/bin/nest.js', 'build', '--silent', '--path', relative(root, settings));
  await rm(settings);
}

/** By the module that serves it (`FilesInFolder`). */
async function writeConsole(files, draft) {
  const { writeFiles } = await import(pathToFileURL(join(draft, 'src', 'platform', 'stored-files.js')).href);
  await writeFiles(join(draft, 'console'), files);
}

/** @throws Error that names the faulty types */
export async function checkTypes(root = here) {
  for (const project of ['tsconfig.build.json', 'src/console/web'].filter((path) => existsSync(join(root, path)))) {
    await run(root, 'typescript/bin/tsc', '--project', project, '--noEmit');
  }
}

/** Runs a program of a development package. @throws Error with all that it said, when it fails */
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

/** The latest used first. */
async function wholeBuilds(builds) {
  const found = [];
  for (const name of (await readdir(builds)).filter((candidate) => /^[0-9a-f]{16}$/.test(candidate))) {
    const mark = await stat(join(builds, name, MARK)).catch(() => undefined);
    if (mark) found.push({ folder: join(builds, name), usedAt: mark.mtimeMs });
  }
  return found.sort((a, b) => b.usedAt - a.usedAt);
}

/** Marks a build as used by this process as long as it runs. False when there is no such build. */
export async function use(folder) {
  if (!existsSync(join(folder, MARK))) return false;
  try {
    await mkdir(join(folder, 'users'), { recursive: true });
    await writeFile(join(folder, 'users', String(process.pid)), '');
    await utimes(join(folder, MARK), new Date(), new Date());
  } catch {
    // A user who may only read the build runs it all the same.
  }
  return existsSync(join(folder, MARK));
}

/** The build that `npm run build` made last; undefined where it made none. */
export async function latestBuild(root = here) {
  const name = await readFile(join(root, 'dist', LATEST), 'utf8').catch(() => undefined);
  return name && join(root, 'dist', 'builds', name.trim());
}

/** Has a build run where nothing can be built. */
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
    // Renamed first, so that no one finds half a build.
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
