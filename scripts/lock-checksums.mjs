// Adds missing checksums to package-lock.json, as far as the registry knows them.
// complete-lock.mjs adds packages of other systems without checksums, as the registry of this machine may lack them. A
// package without a checksum is installed unverified, so run this with a registry that has them all.
import { execFile } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { promisify } from 'node:util';

const FILE = 'package-lock.json';
const AT_ONCE = 4;
const WITHIN_MS = 60_000;
const CHECKSUM = /^sha512-[A-Za-z0-9+/]{86}==$/;

const lock = JSON.parse(readFileSync(FILE, 'utf8'));
const lacking = Object.entries(lock.packages).filter(([path, entry]) => isInstalled(path, entry) && !entry.integrity);
const unknown = [];
const queue = [...lacking];
await Promise.all(Array.from({ length: AT_ONCE }, askInTurn));
writeFileSync(FILE, `${JSON.stringify(lock, null, 2)}\n`);
const added = lacking.length - unknown.length;
console.log(
  `${FILE}: ${added} checksums added; the registry of this machine does not know those of ${unknown.length}.`,
);

/** Reports whether an entry comes from a registry, unlike the project itself and its folders. */
function isInstalled(path, entry) {
  return path.includes('node_modules/') && !entry.link;
}

async function askInTurn() {
  for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
    const [path, entry] = next;
    const integrity = await checksumOf(`${path.split('node_modules/').at(-1)}@${entry.version}`);
    if (integrity === undefined) unknown.push(path);
    else lock.packages[path] = { version: entry.version, integrity, ...entry };
  }
}

/** Returns undefined if the registry has no such package. */
async function checksumOf(name) {
  try {
    const { stdout } = await promisify(execFile)('npm', ['view', name, 'dist.integrity'], { timeout: WITHIN_MS });
    return CHECKSUM.test(stdout.trim()) ? stdout.trim() : undefined;
  } catch {
    return undefined;
  }
}
