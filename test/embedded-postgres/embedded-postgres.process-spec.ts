import { spawn, spawnSync } from 'node:child_process';
import { chmodSync, existsSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { identityOf } from '../../src/embedded-postgres/process.js';
import { endOwners, isRoot, linux, madeDataDir, NOBODY, own, users } from '../support/postgres-folders.js';
import { answers, ask, until } from '../support/postgres-owner.js';

describe.each(users)('a running embedded Postgres of %s', (_, uid) => {
  let dataDir: string;
  let owner: ReturnType<typeof own>;
  let url: string;
  beforeAll(async () => {
    dataDir = await madeDataDir(uid);
    owner = own(dataDir, { uid });
    url = await owner.tells('url');
  });
  afterAll(endOwners);

  it('gives the program a role that cannot change the schema, with a password stored in no file', async () => {
    const program = await owner.tells('programUrl');
    const role = `select rolsuper or rolcreatedb or rolcreaterole or rolreplication or rolbypassrls as might
                    from pg_roles where rolname = current_user`;
    expect(await ask(program, role)).toEqual([{ might: false }]);
    for (const statement of ['create table mark (id int)', 'create temporary table mark (id int)'])
      await expect(ask(program, statement)).rejects.toMatchObject({ code: '42501' });
    const { password } = new URL(program);
    const known = spawnSync('grep', ['-r', '-l', '-F', password, dataDir], { encoding: 'utf8' });
    expect(known.stdout).toBe('');
  });

  it('requires a password that only its owner can read', async () => {
    expect(statSync(join(dataDir, 'postgres-password')).mode & 0o777).toBe(0o600);
    expect(statSync(join(dataDir, 'postgres')).mode & 0o777).toBe(0o700);
    const guessed = new URL(url);
    guessed.password = 'guessed';
    await expect(ask(guessed.href, 'select 1')).rejects.toMatchObject({ code: '28P01' });
  });

  it('keeps answering when Ctrl-C reaches its program’s process group', async () => {
    owner.interruptGroup();
    await owner.tells('interrupted');
    expect(await answers(url)).toBe(true);
  });

  it('refuses a data folder that another running copy uses, and leaves that copy alone', async () => {
    const refusal = await own(dataDir, { uid }).tells('refusal');
    expect(refusal).toContain(`in use by another running copy of Touchline (process ${owner.pid})`);
    expect(refusal).not.toContain('\n');
    expect(await answers(url)).toBe(true);
  });

  it('listens on no port, only on a socket for its user and root, which it removes at the end', async () => {
    const listening = `select current_setting('listen_addresses') as addresses, inet_server_addr() as address,
                              current_setting('unix_socket_permissions') as socket`;
    expect(await ask(url, listening)).toEqual([{ addresses: '', address: null, socket: '0700' }]);
    const folder = new URL(url).searchParams.get('host')!;
    expect(Buffer.byteLength(join(folder, '.s.PGSQL.5432'))).toBeLessThan(104);
    expect(statSync(folder).mode & 0o777).toBe(0o700);
    expect(statSync(folder).uid).toBe(statSync(join(dataDir, 'postgres')).uid);
    await owner.stop();
    expect(existsSync(folder)).toBe(false);
  });
});

describe.each(users)('an embedded Postgres of %s', (_, uid) => {
  let dataDir: string;
  beforeEach(async () => {
    dataDir = await madeDataDir(uid);
  });
  afterEach(endOwners);

  it('is created at the first start, keeps its data, and frees the folder when stopped', async () => {
    dataDir = join(dataDir, '..', 'new', 'data');
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

  it('ends when its program is killed, and does not block the next start, which removes its socket folder', async () => {
    const first = own(dataDir, { uid });
    const url = await first.tells('url');
    const left = new URL(url).searchParams.get('host')!;
    await ask(url, 'create table mark as select 7 as value');
    const server = first.postgresPid!;
    await first.kill();
    expect(existsSync(left)).toBe(true);
    const second = await own(dataDir, { uid }).tells('url');
    expect(await ask(second, 'select value from mark')).toEqual([{ value: 7 }]);
    expect(identityOf(server)).toBeUndefined();
    expect(existsSync(left)).toBe(false);
  });

  (linux ? it : it.skip)('ends by itself when its program is killed', async () => {
    const first = own(dataDir, { uid });
    await first.tells('url');
    const server = first.postgresPid!;
    await first.kill();
    await until('the server has ended', () => identityOf(server) === undefined);
  });

  (linux ? it : it.skip)('delays the next start while it is still stopping', async () => {
    const first = own(dataDir, { uid });
    await first.tells('url');
    const server = first.postgresPid!;
    process.kill(server, 'SIGSTOP');
    await first.kill();
    const second = own(dataDir, { uid });
    await until('the second waits', () => second.logged('waiting until it has stopped'));
    expect(identityOf(server)).toBeDefined();
    process.kill(server, 'SIGCONT');
    expect(await answers(await second.tells('url'))).toBe(true);
  });

  it('restarts on its socket when it alone is killed, with all committed data', async () => {
    const owner = own(dataDir, { uid });
    const url = await owner.tells('url');
    await ask(url, 'create table mark as select 7 as value');
    const busy = ask(url, 'select pg_sleep(60)').catch(() => 'broken');
    const running = `select 1 from pg_stat_activity where query like '%pg_sleep%' and pid <> pg_backend_pid()`;
    await until('a session is busy', async () => (await ask(url, running)).length === 1);
    const killed = owner.postgresPid!;
    process.kill(killed, 'SIGKILL');
    await until('it answers again', async () => owner.logged('starting it again') && (await answers(url)));
    expect(await busy).toBe('broken');
    expect(owner.postgresPid).not.toBe(killed);
    expect(await ask(url, 'select value from mark')).toEqual([{ value: 7 }]);
    expect(await owner.stop()).toBe(0);
  });

  it('is started by exactly one of several copies that start at once', async () => {
    dataDir = join(dataDir, '..', 'new', 'data');
    const copies = Array.from({ length: 4 }, () => own(dataDir, { uid }));
    const outcomes = await Promise.all(copies.map((copy) => copy.tells('url').catch(() => 'refused')));
    expect(outcomes.filter((outcome) => outcome !== 'refused')).toHaveLength(1);
    expect(await answers(outcomes.find((outcome) => outcome !== 'refused')!)).toBe(true);
  });

  it('starts although its former process id now belongs to another process of the same user', async () => {
    const folder = join(dataDir, 'postgres');
    const { uid: postgresUid } = statSync(folder);
    const other = spawn('sleep', ['600'], isRoot ? { uid: postgresUid, gid: postgresUid } : {});
    try {
      writeFileSync(join(folder, 'postmaster.pid'), `${other.pid}\n${folder}\n1\n5432\n/tmp\n\n  1 1\nready\n`);
      expect(await answers(await own(dataDir, { uid }).tells('url'))).toBe(true);
      expect(identityOf(other.pid!)).toBeDefined();
    } finally {
      other.kill('SIGKILL');
    }
  });

  it('starts after the first start was killed halfway', async () => {
    const folder = join(dataDir, '..');
    const drafts = () => (existsSync(dataDir) ? readdirSync(dataDir) : []).filter((name) => name.includes('.new-'));
    // A busy machine may finish the first start before it is killed; then another one is started.
    for (let attempt = 1; drafts().length === 0 && attempt <= 5; attempt += 1) {
      dataDir = join(folder, `new-${attempt}`, 'data');
      const first = own(dataDir, { uid });
      await until('something is being made', () => drafts().length > 0);
      await first.kill();
    }
    expect(drafts().length).toBeGreaterThan(0);
    for (const file of ['postgres-socket', 'postgres-password']) writeFileSync(join(dataDir, `${file}.new-0`), '');
    expect(await answers(await own(dataDir, { uid }).tells('url'))).toBe(true);
    expect(drafts()).toEqual([]);
  });

  it('gets a new password if the password file was lost', async () => {
    const former = readFileSync(join(dataDir, 'postgres-password'), 'utf8').trim();
    rmSync(join(dataDir, 'postgres-password'));
    const url = await own(dataDir, { uid }).tells('url');
    expect(new URL(url).password).not.toBe(former);
    expect(await answers(url)).toBe(true);
  });

  (isRoot && uid === undefined ? it : it.skip)('of root is closed to other processes of the user nobody', async () => {
    for (const folder of [join(dataDir, '..'), dataDir]) chmodSync(folder, 0o711);
    const owner = own(dataDir);
    const folder = new URL(await owner.tells('url')).searchParams.get('host')!;
    const asNobody = (script: string, file: string) =>
      spawnSync('sh', ['-c', script, file], { uid: NOBODY, gid: NOBODY, cwd: '/' }).status;
    expect(asNobody('test -x "$0"', dataDir)).toBe(0);
    expect(asNobody('ls "$0"', join(dataDir, 'postgres'))).not.toBe(0);
    expect(asNobody('ls "$0"', folder)).not.toBe(0);
    expect(asNobody('kill "$0"', String(owner.postgresPid))).not.toBe(0);
  });

  it('gives up with a one-line message when it is killed again and again', async () => {
    const owner = own(dataDir, { uid });
    await owner.tells('url');
    const isLost = () => owner.facts.some((fact) => fact.refusal);
    const killed = new Set<number>();
    await until('the owner gives up', () => {
      const server = owner.postgresPid;
      if (server !== undefined && !killed.has(server) && identityOf(server)) {
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
