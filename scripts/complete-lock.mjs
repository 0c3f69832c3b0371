// Completes package-lock.json, whatever registry it was made with, so that `npm ci` passes and no registry is named.
// A mirror may lack packages for other systems. npm then leaves these optional packages out of the lock and afterwards
// refuses to install from it (EUSAGE, "Missing: … from lock file"). An entry without address and checksum is enough:
// npm skips a package that is not for its system, and asks its own registry for one that is. lock-checksums.mjs adds
// the checksum as soon as a registry knows it.
import { readFileSync, writeFileSync } from 'node:fs';

const FILE = 'package-lock.json';
const LIBC = { gnu: 'glibc', gnueabihf: 'glibc', musl: 'musl', musleabihf: 'musl' };
const SYSTEMS = ['aix', 'android', 'darwin', 'freebsd', 'linux', 'openharmony', 'sunos', 'wasm32', 'win32'];

const lock = JSON.parse(readFileSync(FILE, 'utf8'));
const packages = lock.packages;
const added = [];
for (const [path, entry] of Object.entries(packages)) {
  if (entry.resolved?.startsWith('http')) delete entry.resolved;
  for (const [name, version] of Object.entries(entry.optionalDependencies ?? {})) {
    if (isThere(path, name)) continue;
    // A version range cannot be completed: only the registry knows its present meaning.
    if (!/^\d+\.\d+\.\d+[^ ]*$/.test(version)) throw new Error(`${path} wants ${name}@${version}, which is not pinned`);
    const place = `node_modules/${name}`;
    packages[place] = { version, ...inOrder({ ...systemOf(name), ...(entry.dev && { dev: true }), optional: true }) };
    added.push(place);
  }
}
const sorted = Object.entries(packages).sort(([a], [b]) => (a < b ? -1 : 1));
lock.packages = Object.fromEntries(sorted);
writeFileSync(FILE, `${JSON.stringify(lock, null, 2)}\n`);
console.log(`${FILE}: ${added.length} packages of other systems added.`);

/** The order in which npm writes the keys; otherwise its next run would change every entry. */
function inOrder(entry) {
  return Object.fromEntries(Object.entries(entry).sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** Resolves a package as Node does: in the package's own folder, then in every folder above. */
function isThere(path, name) {
  for (let folder = path; ; folder = folder.slice(0, Math.max(0, folder.lastIndexOf('/node_modules/')))) {
    if (packages[`${folder ? `${folder}/` : ''}node_modules/${name}`]) return true;
    if (!folder) return false;
  }
}

/** `@swc/core-linux-arm-gnueabihf` → linux, arm, glibc. The name is the only source if the package is not available. */
function systemOf(name) {
  const words = name.split('/').at(-1).split('-');
  const at = words.findLastIndex((word) => SYSTEMS.includes(word));
  if (at < 0) return {};
  const [system, cpu, abi] = words.slice(at);
  if (system === 'wasm32') return { cpu: ['wasm32'] };
  return {
    ...(cpu && { cpu: [cpu] }),
    ...(system === 'linux' && LIBC[abi] && { libc: [LIBC[abi]] }),
    os: [system],
  };
}
