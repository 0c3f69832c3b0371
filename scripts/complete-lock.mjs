// Makes package-lock.json whole, whatever registry it was made with: `npm ci` passes, and no registry is named.
//
// A mirror may lack packages for other systems. npm then leaves these optional packages out of the lock and afterwards
// refuses to install from it (EUSAGE, "Missing: … from lock file"). An entry without address and checksum is enough:
// npm skips a package that is not for its system, and asks its own registry for one that is. The checksum is added by
// lock-checksums.mjs as soon as a registry knows it.
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
    // A range cannot be completed: only the registry knows what it means today.
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

/** As npm writes it: the next run of it would else change every one of them. */
function inOrder(entry) {
  return Object.fromEntries(Object.entries(entry).sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** As Node looks for it: in the package's own folder, then in every folder above. */
function isThere(path, name) {
  for (let folder = path; ; folder = folder.slice(0, Math.max(0, folder.lastIndexOf('/node_modules/')))) {
    if (packages[`${folder ? `${folder}/` : ''}node_modules/${name}`]) return true;
    if (!folder) return false;
  }
}

/** `@swc/core-linux-arm-gnueabihf` → linux, arm, glibc. The names are the only source when the package is not to be had. */
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
