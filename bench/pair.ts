import { spawnSync } from 'node:child_process';
import { appendFileSync, closeSync, mkdirSync, mkdtempSync, openSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { findPostgresBinaries } from '../src/embedded-postgres/binaries.js';
import { makeDataFolder } from '../src/embedded-postgres/data-folder.js';
import { ownerOf, postgresLauncher } from '../src/embedded-postgres/launcher.js';
import {
  launchPostgres,
  newPassword,
  type PostgresFiles,
  type RunningPostgres,
} from '../src/embedded-postgres/process.js';
import { OWNER_ROLE } from '../src/embedded-postgres/roles.js';
import { makeSocketFolder, removeSocketFolder, socketSettings, socketUrl } from '../src/embedded-postgres/socket.js';
import { connect } from './workbench.js';

const READY_WITHIN_MS = 30_000;
/** Synchronous replication: a failover loses nothing that was acknowledged. */
const PRIMARY = { wal_level: 'replica', max_wal_senders: '4', synchronous_standby_names: '*' };

interface Standby {
  readonly pid: number;
  readonly ended: Promise<unknown>;
}

/** Two Postgres servers: a primary, and a standby that follows it. */
export class Pair {
  private constructor(
    private readonly folder: string,
    private readonly primary: RunningPostgres,
    private readonly standby: Standby,
    readonly primaryUrl: string,
    readonly standbyUrl: string,
  ) {}

  static async open(): Promise<Pair> {
    const folder = mkdtempSync(join(tmpdir(), 'touchline-pair-'));
    const password = newPassword();
    const [one, other] = [filesIn(folder, 'primary'), filesIn(folder, 'standby')];
    await makeDataFolder(one, password);
    if (spawnSync('cp', ['-a', one.dataFolder, other.dataFolder]).status !== 0) throw new Error('cp fails');
    const primary = await launchPostgres(one, PRIMARY);
    const urlOf = ({ socketFolder }: PostgresFiles) =>
      socketUrl(socketFolder, { role: OWNER_ROLE, password, database: 'postgres' });
    appendFileSync(join(one.socketFolder, 'access.conf'), 'local replication all scram-sha-256\n');
    await ask(urlOf(one), 'select pg_reload_conf()');
    const standby = follow(other, `host=${one.socketFolder} user=${OWNER_ROLE} password=${password}`);
    await untilFollowed(urlOf(one));
    return new Pair(folder, primary, standby, urlOf(one), urlOf(other));
  }

  /** Stops it as a crash would, except that it leaves no shared memory behind. */
  stopPrimary(): Promise<void> {
    return this.primary.stop();
  }

  async promote(): Promise<void> {
    await ask(this.standbyUrl, 'select pg_promote()');
  }

  async close(): Promise<void> {
    await this.primary.stop();
    process.kill(this.standby.pid, 'SIGINT');
    await this.standby.ended;
    for (const name of ['primary', 'standby']) removeSocketFolder(join(this.folder, name));
    rmSync(this.folder, { recursive: true, force: true });
  }
}

async function untilFollowed(primaryUrl: string): Promise<void> {
  for (const startedMs = performance.now(); performance.now() - startedMs < READY_WITHIN_MS; await wait(50))
    if ((await ask(primaryUrl, 'select 1 from pg_stat_replication')) > 0) return;
  throw new Error('The standby does not follow');
}

async function ask(url: string, question: string): Promise<number> {
  const client = await connect(url);
  const { rowCount } = await client.query(question).finally(() => client.end());
  return rowCount ?? 0;
}

function filesIn(folder: string, name: string): PostgresFiles {
  const room = join(folder, name);
  const binaries = findPostgresBinaries();
  const dataFolder = join(room, 'postgres');
  mkdirSync(room, { mode: 0o711 });
  const launcher = postgresLauncher(binaries, room, ownerOf(dataFolder));
  const socketFolder = makeSocketFolder(room, launcher);
  return { binaries, launcher, dataFolder, logFile: join(room, 'postgres.log'), socketFolder };
}

function follow(files: PostgresFiles, source: string): Standby {
  writeFileSync(join(files.dataFolder, 'standby.signal'), '');
  const settings = { ...socketSettings(files.socketFolder, 'password'), primary_conninfo: source };
  const given = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  const log = openSync(files.logFile, 'a', 0o600);
  const child = files.launcher.spawn(files.binaries.postgres, ['-D', files.dataFolder, ...given], ['ignore', log, log]);
  closeSync(log);
  return { pid: child.pid!, ended: new Promise((resolve) => child.once('exit', resolve)) };
}
