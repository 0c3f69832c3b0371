import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { PostgresLauncher } from '../../src/embedded-postgres/launcher.js';
import { makeSocketFolder, removeSocketFolder, socketSettings } from '../../src/embedded-postgres/socket.js';

const launcher = { owner: undefined, mayWrite: () => true } as unknown as PostgresLauncher;

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(process.env.TEST_FOLDER!, 'data-'));
});
afterEach(() => {
  removeSocketFolder(folder);
  rmSync(folder, { recursive: true });
});

describe('the folder of the socket', () => {
  it('is remembered, and removed with the files that Postgres leaves', () => {
    const made = makeSocketFolder(folder, launcher);
    expect(readFileSync(join(folder, 'postgres-socket'), 'utf8')).toBe(`${made}\n`);
    socketSettings(made, 'password');
    for (const name of ['.s.PGSQL.5432', '.s.PGSQL.5432.lock']) writeFileSync(join(made, name), '');
    removeSocketFolder(folder);
    expect([existsSync(made), existsSync(join(folder, 'postgres-socket'))]).toEqual([false, false]);
  });

  it('is a new one at each start', () => {
    const first = makeSocketFolder(folder, launcher);
    expect(makeSocketFolder(folder, launcher)).not.toBe(first);
    expect(existsSync(first)).toBe(false);
  });

  it('is elsewhere if the temporary folder’s path is too long or Postgres may not write there', () => {
    const former = process.env.TMPDIR;
    process.env.TMPDIR = join(folder, 'x'.repeat(90));
    mkdirSync(process.env.TMPDIR);
    try {
      expect(dirname(makeSocketFolder(folder, launcher))).toBe('/tmp');
      const mayWrite = (path: string) => dirname(path) === folder;
      expect(dirname(makeSocketFolder(folder, { ...launcher, mayWrite }))).toBe(folder);
      expect(() => makeSocketFolder(folder, { ...launcher, mayWrite: () => false })).toThrow(/set TMPDIR to a folder/);
    } finally {
      if (former === undefined) delete process.env.TMPDIR;
      else process.env.TMPDIR = former;
    }
  });

  it('is left alone if it was replaced by a link, with the files behind the link', () => {
    const made = makeSocketFolder(folder, launcher);
    const theirs = join(folder, 'theirs');
    mkdirSync(theirs);
    writeFileSync(join(theirs, 'access.conf'), 'theirs');
    rmSync(made, { recursive: true });
    symlinkSync(theirs, made);
    removeSocketFolder(folder);
    expect(existsSync(join(theirs, 'access.conf'))).toBe(true);
    rmSync(made);
  });

  it('holds the access rules in a file that Postgres can read, whatever the umask', () => {
    const made = makeSocketFolder(folder, launcher);
    const former = process.umask(0o077);
    try {
      const file = socketSettings(made, 'password').hba_file!;
      expect(statSync(file).mode & 0o777).toBe(0o644);
      expect(readFileSync(file, 'utf8')).toBe('local all all scram-sha-256\n');
    } finally {
      process.umask(former);
    }
  });
});
