import { spawn, spawnSync } from 'node:child_process';
import {
  chmodSync,
  chownSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { identityOf } from '../../src/embedded-postgres/process.js';
import {
  endOwners,
  isRoot,
  linux,
  madeDataDir,
  newDataDir,
  ORDINARY,
  othersMayRead,
  own,
  POSTGRES,
} from '../support/postgres-folders.js';
import { ask, until } from '../support/postgres-owner.js';

/** A user id without a name on any system. */
const NAMELESS = 54_321;

afterEach(endOwners);

describe('a data folder that cannot be used', () => {
  let dataDir: string;
  beforeEach(() => {
    dataDir = newDataDir();
  });

  it('of another version of Postgres is refused and left unchanged', async () => {
    mkdirSync(join(dataDir, 'postgres'), { recursive: true });
    writeFileSync(join(dataDir, 'postgres', 'PG_VERSION'), '17\n');
    if (isRoot) chownSync(join(dataDir, 'postgres'), POSTGRES, POSTGRES);
    expect(await own(dataDir).tells('refusal')).toMatch(/was made by Postgres 17 and this version has Postgres 18/);
    expect(readdirSync(join(dataDir, 'postgres'))).toEqual(['PG_VERSION']);
  });

  it('with other content is refused', async () => {
    mkdirSync(join(dataDir, 'postgres'), { recursive: true });
    if (isRoot) chownSync(join(dataDir, 'postgres'), POSTGRES, POSTGRES);
    expect(await own(dataDir).tells('refusal')).toMatch(/is not a data folder of Postgres: move it away/);
  });

  it('that is a file is refused', async () => {
    mkdirSync(join(dataDir, '..'), { recursive: true });
    writeFileSync(dataDir, '');
    expect(await own(dataDir).tells('refusal')).toMatch(
      /cannot be used: it is a file\. Move it away, or set DATA_DIR to another folder\.$/,
    );
  });

  (isRoot && othersMayRead ? it : it.skip)('that this user may not write is refused', async () => {
    mkdirSync(dataDir, { recursive: true });
    chmodSync(dirname(dataDir), 0o755);
    expect(await own(dataDir, { uid: ORDINARY }).tells('refusal')).toMatch(/this user may not write there/);
  });

  (isRoot && othersMayRead ? it : it.skip)('that root used before is refused to an ordinary user', async () => {
    dataDir = await madeDataDir();
    chmodSync(dirname(dataDir), 0o755);
    chownSync(dataDir, ORDINARY!, ORDINARY!);
    expect(await own(dataDir, { uid: ORDINARY }).tells('refusal')).toContain(`belongs to user ${POSTGRES}`);
  });

  (isRoot && othersMayRead ? it : it.skip)('is refused to a user without a name, with that reason', async () => {
    dataDir = newDataDir(NAMELESS);
    chmodSync(dirname(dataDir), 0o755);
    expect(await own(dataDir, { uid: NAMELESS }).tells('refusal')).toMatch(
      /: user 54321 has no name on this system, and Postgres requires one\. Give it a line in \/etc\/passwd, /,
    );
    expect(readdirSync(dataDir).filter((name) => name.startsWith('postgres'))).toEqual([]);
  });

  it('on a full disk is refused', async () => {
    mkdirSync(dataDir, { recursive: true });
    const small = ['-t', 'tmpfs', '-o', 'size=12m,mode=755', 'tmpfs', dataDir];
    if (!isRoot || spawnSync('mount', small).status !== 0) {
      console.warn('Not tried: a full disk (this user may not mount one).');
      return;
    }
    const owner = own(dataDir);
    try {
      const refusal = await owner.tells('refusal');
      expect(refusal).toMatch(/^The database cannot be made in .*No space left on device/);
      expect(refusal).not.toContain('\n');
      expect(readdirSync(dataDir).filter((name) => name.startsWith('postgres'))).toEqual([]);
    } finally {
      await owner.kill();
      spawnSync('umount', [dataDir]);
    }
  });

  it('whose Postgres was started by hand is refused', async () => {
    dataDir = await madeDataDir();
    const folder = join(dataDir, 'postgres');
    const { uid, gid } = statSync(folder);
    const byHand = spawn('sleep', ['600'], { cwd: folder, ...(isRoot && { uid, gid }) });
    try {
      await until('it runs', () => identityOf(byHand.pid!) !== undefined);
      writeFileSync(join(folder, 'postmaster.pid'), `${byHand.pid}\n${folder}\n1\n`);
      const refusal = await own(dataDir).tells('refusal');
      expect(refusal).toContain(`a Postgres that Touchline did not start (process ${byHand.pid})`);
    } finally {
      byHand.kill('SIGKILL');
      rmSync(join(folder, 'postmaster.pid'), { force: true });
    }
  });
});

(linux ? describe : describe.skip)('without setpriv', () => {
  let path: string;
  let dataDir: string;
  beforeEach(async () => {
    dataDir = await madeDataDir();
    path = mkdtempSync(join(process.env.TEST_FOLDER!, 'touchline-programs-'));
    chmodSync(path, 0o755);
    symlinkSync('/bin/sh', join(path, 'sh'));
  });
  afterEach(() => rmSync(path, { recursive: true }));

  (othersMayRead ? it : it.skip)('an orphan is stopped by the next start', async () => {
    for (const folder of [dirname(dataDir), dataDir]) chmodSync(folder, 0o755);
    const first = own(dataDir, { path });
    await ask(await first.tells('url'), 'create table mark as select 7 as value');
    const server = first.postgresPid!;
    await first.kill();
    expect(identityOf(server)).toBeDefined();
    const second = own(dataDir, { path });
    expect(await ask(await second.tells('url'), 'select value from mark')).toEqual([{ value: 7 }]);
    expect(identityOf(server)).toBeUndefined();
  });

  (isRoot ? it : it.skip)('the refusal tells root that a private parent folder is in the way', async () => {
    const refusal = await own(dataDir, { path }).tells('refusal');
    expect(refusal).toMatch(/^Postgres must not run as root, .* cannot reach .*DAC_OVERRIDE/);
    expect(refusal).not.toContain('\n');
  });
});
