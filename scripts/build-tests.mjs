// Compiles the tests once for a whole run, beside the build of the program that they import. Node runs the output
// directly, so a process loads each module once for all test files that it runs (docs/adr/0059).
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { copyFile, mkdir, readdir, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { dirname, extname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { transformFile } from '@swc/core';
import { build, makeFolder } from './build.mjs';

/** Folders compiled with the tests, because they are no part of the program. */
const SOURCES = ['test', 'examples', 'clients'];
/** Folders that are linked: they are compiled already, or need no compiler. */
const BUILT = ['src', 'migrations', 'bench'];
const PLAIN = ['scripts'];
/** Replaces the package of that name, which works only in jest's own module loader. */
const GLOBALS = join('test', 'support', 'runner', 'globals.mjs');
const KEPT_MS = 24 * 60 * 60_000;

const root = dirname(dirname(fileURLToPath(import.meta.url)));

/** @returns {Promise<{ program: string, tests: string }>} the folder of the program's build, and that of the tests' */
export async function buildTests() {
  const program = await build(root);
  const builds = join(root, 'dist', 'tests');
  const sources = await readSources();
  const tests = join(builds, hashOf(program, sources));
  if (!existsSync(tests)) {
    await makeFolder(tests, async (draft) => {
      await compile(sources, draft);
      await link(program, draft);
    });
    await removeOld(builds);
  }
  return { program, tests };
}

async function readSources() {
  const sources = [];
  for (const folder of SOURCES) {
    for (const entry of await readdir(join(root, folder), { recursive: true, withFileTypes: true })) {
      if (!entry.isFile() || entry.parentPath.includes('node_modules')) continue;
      const file = join(entry.parentPath, entry.name);
      sources.push({ path: relative(root, file), content: await readFile(file) });
    }
  }
  return sources.sort((a, b) => (a.path < b.path ? -1 : 1));
}

function hashOf(program, sources) {
  const hash = createHash('sha256').update(program);
  for (const { path, content } of sources) hash.update(`${path} ${content.length}\n`).update(content);
  return hash.digest('hex').slice(0, 16);
}

async function compile(sources, draft) {
  for (const folder of new Set(sources.map(({ path }) => dirname(path))))
    await mkdir(join(draft, folder), { recursive: true });
  await Promise.all(
    sources.map(async ({ path }) => {
      if (extname(path) !== '.ts' || path.endsWith('.d.ts')) return copyFile(join(root, path), join(draft, path));
      const { code } = await transformFile(join(root, path), { cwd: root, root, sourceMaps: 'inline' });
      await writeFile(join(draft, `${path.slice(0, -3)}.js`), code);
    }),
  );
}

async function link(program, draft) {
  for (const folder of BUILT) await symlink(join(program, folder), join(draft, folder));
  for (const folder of PLAIN) await symlink(join(root, folder), join(draft, folder));
  const globals = join(draft, 'node_modules', '@jest', 'globals');
  await mkdir(globals, { recursive: true });
  await writeFile(join(globals, 'package.json'), '{ "type": "module", "exports": "./globals.mjs" }\n');
  await copyFile(join(root, GLOBALS), join(globals, 'globals.mjs'));
}

async function removeOld(builds) {
  for (const name of await readdir(builds)) {
    const folder = join(builds, name);
    const { mtimeMs } = await stat(folder).catch(() => ({ mtimeMs: Date.now() }));
    if (Date.now() - mtimeMs > KEPT_MS) await rm(folder, { recursive: true, force: true });
  }
}
