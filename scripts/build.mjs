// Compiles src/, migrations/ and bench/ into dist/builds/<hash of all that goes in>/, where the folders keep their names.
//
// A build is never changed once it stands: a running copy of the program goes on finding the files it was started
// from, two builds at once cannot mix, and going back to a former state costs nothing. Only files that differ from the
// newest build are compiled, the rest is linked.
import { createHash, randomBytes } from 'node:crypto';
import { existsSync, realpathSync } from 'node:fs';
import { link, mkdir, readdir, readFile, rename, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const SOURCES = ['src', 'migrations', 'bench'];
const BUILDS_KEPT = 4;
const ABANDONED_AFTER_MS = 10 * 60_000;
/** What is in a build, by path: hashes of the sources. Also what shows that a folder is a whole build. */
const MANIFEST = 'manifest.json';

const here = dirname(dirname(fileURLToPath(import.meta.url)));

/**
 * Builds what has changed since the last time; nothing, in a few milliseconds, when nothing has.
 * @param {string} [root] the project's folder
 * @returns {Promise<{ folder: string, compiled: number }>} where the build is, and how many files were compiled for it
 */
export async function build(root = here) {
  const builds = join(root, 'dist', 'builds');
  const sources = await readSources(root);
  const folder = join(builds, hashOf(JSON.stringify(sources.manifest)).slice(0, 16));
  if (await use(folder)) return { folder, compiled: 0 };

  const draft = `${folder}.draft-${randomBytes(4).toString('hex')}`;
  try {
    const compiled = await write(root, draft, sources, await newestBuild(builds));
    // Whoever comes second finds the same build there already.
    await rename(draft, folder).catch((error) => {
      if (!existsSync(join(folder, MANIFEST))) throw error;
    });
    await use(folder);
    await removeOldBuilds(builds);
    return { folder, compiled };
  } finally {
    await rm(draft, { recursive: true, force: true });
  }
}

/**
 * Builds what has changed and brings in a module of it; a build that fails is one line and ends the program.
 * @param {string} path below the build's folder: `src/main.js`
 */
export async function importBuilt(path) {
  const { folder } = await build().catch((error) => {
    console.error(`Touchline cannot be built: ${error.message}`);
    process.exit(1);
  });
  return import(pathToFileURL(join(folder, path)).href);
}

/** @returns {Promise<{ manifest: Record<string, string>, contents: Map<string, Buffer> }>} */
async function readSources(root) {
  const contents = new Map();
  const manifest = { compiler: await hashOfCompiler(root) };
  for (const path of await filesIn(root)) {
    const content = await readFile(join(root, path));
    contents.set(path, content);
    manifest[path] = hashOf(content);
  }
  return { manifest, contents };
}

/** Paths in a fixed order, relative to the root. Editors' and programs' own hidden files do not count. */
async function filesIn(root) {
  const found = [];
  for (const source of SOURCES.filter((name) => existsSync(join(root, name)))) {
    for (const entry of await readdir(join(root, source), { recursive: true, withFileTypes: true })) {
      if (!entry.isFile() || entry.name.startsWith('.') || entry.name.endsWith('.d.ts')) continue;
      found.push(relative(root, join(entry.parentPath, entry.name)).replaceAll('\\', '/'));
    }
  }
  return found.sort();
}

async function hashOfCompiler(root) {
  const { version } = JSON.parse(await readFile(createRequire(import.meta.url).resolve('@swc/core/package.json')));
  return hashOf(`${version} ${await readFile(join(root, '.swcrc'))} ${await readFile(fileURLToPath(import.meta.url))}`);
}

async function write(root, draft, { manifest, contents }, former) {
  let compiled = 0;
  const reusable = former?.manifest.compiler === manifest.compiler ? former : undefined;
  for (const [path, content] of contents) {
    const target = path.replace(/\.ts$/, '.js');
    await mkdir(dirname(join(draft, target)), { recursive: true });
    if (reusable?.manifest[path] === manifest[path] && (await linked(reusable.folder, draft, target))) continue;
    if (target === path) await writeFile(join(draft, path), content);
    else {
      await writeFile(join(draft, target), await compile(root, path, content));
      compiled += 1;
    }
  }
  await writeFile(join(draft, MANIFEST), JSON.stringify(manifest));
  return compiled;
}

/** False when the former build is being removed, or the file system has no links. */
function linked(from, to, path) {
  return link(join(from, path), join(to, path)).then(
    () => true,
    () => false,
  );
}

async function compile(root, path, content) {
  // Loaded only here: it takes longer than everything else that a build without changes does.
  const { transform } = await import('@swc/core');
  const options = { filename: join(root, path), sourceFileName: path, configFile: join(root, '.swcrc'), cwd: root };
  return (await transform(content.toString(), options)).code;
}

async function newestBuild(builds) {
  for (const { folder } of await wholeBuilds(builds)) {
    try {
      return { folder, manifest: JSON.parse(await readFile(join(folder, MANIFEST))) };
    } catch {
      // Removed by another build just now; the next one does as well.
    }
  }
  return undefined;
}

/** The latest used first. */
async function wholeBuilds(builds) {
  const names = await readdir(builds).catch(() => []);
  const found = [];
  for (const name of names.filter((candidate) => /^[0-9a-f]{16}$/.test(candidate))) {
    const manifest = await stat(join(builds, name, MANIFEST)).catch(() => undefined);
    if (manifest) found.push({ folder: join(builds, name), usedAt: manifest.mtimeMs });
  }
  return found.sort((a, b) => b.usedAt - a.usedAt);
}

/** Marks a build as used by this process as long as it runs. False when there is no such build. */
async function use(folder) {
  if (!existsSync(join(folder, MANIFEST))) return false;
  try {
    await mkdir(join(folder, 'users'), { recursive: true });
    await writeFile(join(folder, 'users', String(process.pid)), '');
    await utimes(join(folder, MANIFEST), new Date(), new Date());
  } catch {
    // A user who may only read the build runs it all the same.
  }
  return existsSync(join(folder, MANIFEST));
}

async function removeOldBuilds(builds) {
  for (const { folder } of (await wholeBuilds(builds)).slice(BUILDS_KEPT)) {
    if (await isUsed(folder)) continue;
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

function hashOf(content) {
  return createHash('sha256').update(content).digest('hex');
}

if (process.argv[1] && fileURLToPath(import.meta.url) === realpathSync(process.argv[1])) {
  const { folder, compiled } = await build();
  console.log(`${relative(process.cwd(), folder)} stands, ${compiled} files compiled.`);
}
