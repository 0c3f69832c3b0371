import { spawn, spawnSync } from 'node:child_process';
import {
  chmodSync,
  chownSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { identityOf } from '../../src/platform/process-identity.js';
import { answers, ask, PostgresOwner, until } from '../support/postgres-owner.js';

const TEST_FOLDER = process.env.TEST_FOLDER!;
/** As root, Postgres runs as this one. */
const NOBODY = 65_534;
const isRoot = process.getuid?.() === 0;
const linux = process.platform === 'linux';

/** One who has a name: initdb refuses to work for a user without. */
function ordinaryUser(): number {
  const users = readFileSync('/etc/passwd', 'utf8').trim().split('\n');
  return users.map((line) => Number(line.split(':')[2])).find((uid) => uid !== 0 && uid !== NOBODY) ?? NOBODY;
}

const ORDINARY = isRoot ? ordinaryUser() : process.getuid?.();

/** An ordinary user has to reach the project and Node; in a private folder that cannot be tried. */
function ordinaryUserReaches(): boolean {
  const script = 'test -r "$0" && test -x "$1"';
  const files = [join(process.cwd(), 'scripts', 'build.mjs'), process.execPath];
  return spawnSync('sh', ['-c', script, ...files], { uid: ORDINARY!, gid: ORDINARY!, cwd: '/' }).status === 0;
}

const othersMayRead = !isRoot || ordinaryUserReaches();
const users: [string, number | undefined][] = [[isRoot ? 'root' : 'an ordinary user', undefined]];
if (isRoot && ordinaryUserReaches()) users.push(['an ordinary user', ORDINARY]);
else if (isRoot)
  console.warn('Not tried as an ordinary user: none may read this project (a parent folder is private).');

const owners: PostgresOwner[] = [];
let parent: string;

/** Below a folder that nobody else may enter, like a home. */
function newDataDir(uid?: number): string {
  parent = mkdtempSync(join(TEST_FOLDER, 'touchline-embedded-'));
  if (uid !== undefined) chownSync(parent, uid, uid);
  return join(parent, 'data');
}

/** One data folder for each user is made in full; most tests begin with a copy of it, which is ten times faster. */
const made = new Map<number | undefined, string>();

async function madeDataDir(uid?: number): Promise<string> {
  const dataDir = newDataDir(uid);
  if (!made.has(uid)) {
    const master = mkdtempSync(join(TEST_FOLDER, 'touchline-embedded-'));
    if (uid !== undefined) chownSync(master, uid, uid);
    const owner = new PostgresOwner(master, { uid });
    await owner.tells('url');
    await owner.stop();
    made.set(uid, master);
  }
  if (spawnSync('cp', ['-a', made.get(uid)!, dataDir]).status !== 0) throw new Error('cp fails');
  return dataDir;
}

afterAll(() => {
  for (const master of made.values()) rmSync(master, { recursive: true, force: true });
});

function own(dataDir: string, options: ConstructorParameters<typeof PostgresOwner>[1] = {}): PostgresOwner {
  const owner = new PostgresOwner(dataDir, options);
  owners.push(owner);
  return owner;
}

afterEach(async () => {
  for (const owner of owners.splice(0)) {
    await owner.kill();
    const server = existsSync(join(owner.dataDir, 'postgres', 'postmaster.pid')) ? owner.postgresPid : undefined;
    if (server) await until('the server has ended', () => isOver(server));
  }
  rmSync(parent, { recursive: true, force: true, maxRetries: 20 });
});

/** Asked, not killed: a killed server leaves shared memory behind that only the next start on its folder removes. */
function isOver(pid: number): boolean {
  if (identityOf(pid) === undefined) return true;
  process.kill(pid, 'SIGINT');
  return false;
}

describe.each(users)('an embedded Postgres of %s', (_, uid) => {
  let dataDir: string;
  beforeEach(async () => {
    dataDir = await madeDataDir(uid);
  });

  it('is made at the first start, keeps what it holds, and gives the folder free when stopped', async () => {
    dataDir = join(parent, 'new', 'data');
    const first = own(dataDir, { uid });
    const url = await first.tells('url');
    const settings = `select current_setting('fsync') as fsync, current_setting('synchronous_commit') as commit,
                             current_setting('server_encoding') as encoding, current_setting('timezone') as zone`;
    expect(await ask(url, settings)).toEqual([{ fsync: 'on', commit: 'on', encoding: 'UTF8', zone: 'UTC' }]);
    await ask(url, 'create table mark as select 7 as value');
    expect(await first.stop()).toBe(0);
    expect(await answers(url)).toBe(false);

    const second = await own(dataDir, { uid }).tells('url');
    expect(await ask(second, 'select value from mark')).toEqual([{ value: 7 }]);
  });

  it('lets nobody in without the password, which only its owner can read', async () => {
    const url = new URL(await own(dataDir, { uid }).tells('url'));
    expect(statSync(join(dataDir, 'postgres-password')).mode & 0o777).toBe(0o600);
    expect(statSync(join(dataDir, 'postgres')).mode & 0o777).toBe(0o700);
    url.password = 'guessed';
    await expect(ask(url.href, 'select 1')).rejects.toMatchObject({ code: '28P01' });
  });

  it('ends when its program is killed, and the next start is not held up', async () => {
    const first = own(dataDir, { uid });
    await ask(await first.tells('url'), 'create table mark as select 7 as value');
    const server = first.postgresPid;
    await first.kill();
    const second = await own(dataDir, { uid }).tells('url');
    expect(await ask(second, 'select value from mark')).toEqual([{ value: 7 }]);
    expect(identityOf(server)).toBeUndefined();
  });

  (linux ? it : it.skip)('ends by itself when its program is killed', async () => {
    const first = own(dataDir, { uid });
    await first.tells('url');
    const server = first.postgresPid;
    await first.kill();
    await until('the server has ended', () => identityOf(server) === undefined);
  });

  (linux ? it : it.skip)('is waited for when it is still stopping', async () => {
    const first = own(dataDir, { uid });
    await first.tells('url');
    const server = first.postgresPid;
    process.kill(server, 'SIGSTOP');
    await first.kill();
    const second = own(dataDir, { uid });
    await until('the second waits', () => second.logged('waiting until it has stopped'));
    expect(identityOf(server)).toBeDefined();
    process.kill(server, 'SIGCONT');
    expect(await answers(await second.tells('url'))).toBe(true);
  });

  it('comes back on its port when it is killed alone, with all that was committed', async () => {
    const owner = own(dataDir, { uid });
    const url = await owner.tells('url');
    await ask(url, 'create table mark as select 7 as value');
    const busy = ask(url, 'select pg_sleep(60)').catch(() => 'broken');
    const running = `select 1 from pg_stat_activity where query like '%pg_sleep%' and pid <> pg_backend_pid()`;
    await until('a session is busy', async () => (await ask(url, running)).length === 1);
    const killed = owner.postgresPid;
    process.kill(killed, 'SIGKILL');
    await until('it answers again', async () => owner.logged('starting it again') && (await answers(url)));
    expect(await busy).toBe('broken');
    expect(owner.postgresPid).not.toBe(killed);
    expect(await ask(url, 'select value from mark')).toEqual([{ value: 7 }]);
    expect(await owner.stop()).toBe(0);
  });

  it('goes on answering when Ctrl-C reaches the group of its program', async () => {
    const owner = own(dataDir, { uid });
    const url = await owner.tells('url');
    owner.interruptGroup();
    await owner.tells('interrupted');
    expect(await answers(url)).toBe(true);
  });

  it('refuses a data folder that another running copy uses, and leaves that copy alone', async () => {
    const first = own(dataDir, { uid });
    const url = await first.tells('url');
    const refusal = await own(dataDir, { uid }).tells('refusal');
    expect(refusal).toContain(`in use by another running copy of Touchline (process ${first.pid})`);
    expect(refusal).not.toContain('\n');
    expect(await answers(url)).toBe(true);
  });

  it('is started by exactly one of several copies that start at once', async () => {
    dataDir = join(parent, 'new', 'data');
    const copies = Array.from({ length: 4 }, () => own(dataDir, { uid }));
    const outcomes = await Promise.all(copies.map((copy) => copy.tells('url').catch(() => 'refused')));
    expect(outcomes.filter((outcome) => outcome !== 'refused')).toHaveLength(1);
    expect(await answers(outcomes.find((outcome) => outcome !== 'refused')!)).toBe(true);
  });

  it('starts when its number was given to another process of the same user after a crash of the machine', async () => {
    const folder = join(dataDir, 'postgres');
    const { uid: postgresUid } = statSync(folder);
    const other = spawn('sleep', ['600'], isRoot ? { uid: postgresUid, gid: postgresUid } : {});
    try {
      writeFileSync(join(folder, 'postmaster.pid'), `${other.pid}\n${folder}\n1\n5432\n\n127.0.0.1\n  1 1\nready\n`);
      expect(await answers(await own(dataDir, { uid }).tells('url'))).toBe(true);
      expect(identityOf(other.pid!)).toBeDefined();
    } finally {
      other.kill('SIGKILL');
    }
  });

  it('starts after the first start was killed in the middle', async () => {
    dataDir = join(parent, 'new', 'data');
    const first = own(dataDir, { uid });
    const drafts = () => (existsSync(dataDir) ? readdirSync(dataDir) : []).filter((name) => name.includes('.new-'));
    await until('a folder is being made', () => drafts().length > 0);
    await first.kill();
    expect(drafts()).toHaveLength(1);
    expect(await answers(await own(dataDir, { uid }).tells('url'))).toBe(true);
    expect(drafts()).toEqual([]);
  });

  it('gets a new password when the file was lost', async () => {
    const former = readFileSync(join(dataDir, 'postgres-password'), 'utf8').trim();
    rmSync(join(dataDir, 'postgres-password'));
    const url = await own(dataDir, { uid }).tells('url');
    expect(new URL(url).password).not.toBe(former);
    expect(await answers(url)).toBe(true);
  });

  it('gives up with one line when it is killed again and again', async () => {
    const owner = own(dataDir, { uid });
    await owner.tells('url');
    const isLost = () => owner.facts.some((fact) => fact.refusal);
    const killed = new Set<number>();
    await until('the owner gives up', () => {
      const file = join(dataDir, 'postgres', 'postmaster.pid');
      const server = existsSync(file) ? owner.postgresPid : Number.NaN;
      if (server > 0 && !killed.has(server) && identityOf(server)) {
        killed.add(server);
        process.kill(server, 'SIGKILL');
      }
      return isLost();
    });
    expect(await owner.tells('refusal')).toMatch(
      /^Postgres ended again and again .*postgres\.log, then start again\.$/,
    );
    expect(await answers(await own(dataDir, { uid }).tells('url'))).toBe(true);
  });
});

describe('a data folder that cannot be used', () => {
  let dataDir: string;
  beforeEach(() => {
    dataDir = newDataDir();
  });

  it('of another version of Postgres is refused and left as it is', async () => {
    mkdirSync(join(dataDir, 'postgres'), { recursive: true });
    writeFileSync(join(dataDir, 'postgres', 'PG_VERSION'), '17\n');
    if (isRoot) chownSync(join(dataDir, 'postgres'), NOBODY, NOBODY);
    expect(await own(dataDir).tells('refusal')).toMatch(/was made by Postgres 17 and this version has Postgres 18/);
    expect(readdirSync(join(dataDir, 'postgres'))).toEqual(['PG_VERSION']);
  });

  it('of something else is refused', async () => {
    mkdirSync(join(dataDir, 'postgres'), { recursive: true });
    if (isRoot) chownSync(join(dataDir, 'postgres'), NOBODY, NOBODY);
    expect(await own(dataDir).tells('refusal')).toMatch(/is not a data folder of Postgres: move it away/);
  });

  it('that is a file is refused', async () => {
    mkdirSync(join(dataDir, '..'), { recursive: true });
    writeFileSync(dataDir, '');
    expect(await own(dataDir).tells('refusal')).toMatch(/cannot be used, it is a file/);
  });

  (isRoot && othersMayRead ? it : it.skip)('where this user may not write is refused', async () => {
    mkdirSync(dataDir, { recursive: true });
    chmodSync(parent, 0o755);
    expect(await own(dataDir, { uid: ORDINARY }).tells('refusal')).toMatch(/this user may not write there/);
  });

  (isRoot && othersMayRead ? it : it.skip)('that root started before is refused to an ordinary user', async () => {
    dataDir = await madeDataDir();
    chmodSync(parent, 0o755);
    chownSync(dataDir, ORDINARY!, ORDINARY!);
    expect(await own(dataDir, { uid: ORDINARY }).tells('refusal')).toContain(`belongs to user ${NOBODY}`);
  });

  it('on a full disk is refused', async () => {
    mkdirSync(dataDir, { recursive: true });
    const small = ['-t', 'tmpfs', '-o', 'size=12m,mode=755', 'tmpfs', dataDir];
    if (!isRoot || spawnSync('mount', small).status !== 0) {
      console.warn('Not tried: a full disk (this user may not mount one).');
      return;
    }
    try {
      const refusal = await own(dataDir).tells('refusal');
      expect(refusal).toMatch(/^The database cannot be made in .*No space left on device/);
      expect(refusal).not.toContain('\n');
      expect(readdirSync(dataDir).filter((name) => name.startsWith('postgres'))).toEqual(['postgres-password']);
    } finally {
      await owners.at(-1)!.kill();
      spawnSync('umount', [dataDir]);
    }
  });

  it('whose Postgres somebody started by hand is refused', async () => {
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
    path = mkdtempSync(join(TEST_FOLDER, 'touchline-programs-'));
    chmodSync(path, 0o755);
    symlinkSync('/bin/sh', join(path, 'sh'));
  });
  afterEach(() => rmSync(path, { recursive: true }));

  (othersMayRead ? it : it.skip)('an orphan is stopped by the next start', async () => {
    for (const folder of [parent, dataDir]) chmodSync(folder, 0o755);
    const first = own(dataDir, { path });
    await ask(await first.tells('url'), 'create table mark as select 7 as value');
    const server = first.postgresPid;
    await first.kill();
    expect(identityOf(server)).toBeDefined();
    const second = own(dataDir, { path });
    expect(await ask(await second.tells('url'), 'select value from mark')).toEqual([{ value: 7 }]);
    expect(identityOf(server)).toBeUndefined();
  });

  (isRoot ? it : it.skip)('root is told that a private parent stands in the way', async () => {
    const refusal = await own(dataDir, { path }).tells('refusal');
    expect(refusal).toMatch(/^Postgres must not run as root, .* cannot reach .*DAC_OVERRIDE/);
    expect(refusal).not.toContain('\n');
  });
});
