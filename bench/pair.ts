import { spawnSync } from 'node:child_process';
import { appendFileSync, closeSync, mkdtempSync, openSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { findPostgresBinaries } from '../src/platform/postgres-binaries.js';
import { postgresLauncher } from '../src/platform/postgres-launcher.js';
import {
  freePort,
  launchPostgres,
  makeDataFolder,
  newPassword,
  POSTGRES_USER,
  type PostgresFiles,
  postgresUrl,
  type RunningPostgres,
} from '../src/platform/postgres-process.js';
import { connect } from './scene.js';

const READY_WITHIN_MS = 30_000;
/** What is acknowledged is on the standby as well: whoever fails over loses nothing. */
const PRIMARY = { wal_level: 'replica', max_wal_senders: '4', synchronous_standby_names: '*' };

/** Two Postgres: one that is written, and one that follows it. */
export class Pair {
  private constructor(
    private readonly folder: string,
    private readonly primary: RunningPostgres,
    private readonly standby: { readonly pid: number; readonly ended: Promise<unknown> },
    readonly primaryUrl: string,
    readonly standbyUrl: string,
  ) {}

  static async open(): Promise<Pair> {
    const folder = mkdtempSync(join(tmpdir(), 'touchline-pair-'));
    const password = newPassword();
    const [one, other] = [filesIn(folder, 'primary'), filesIn(folder, 'standby')];
    await makeDataFolder(one, password);
    appendFileSync(join(one.dataFolder, 'pg_hba.conf'), 'host replication all 127.0.0.1/32 scram-sha-256\n');
    if (spawnSync('cp', ['-a', one.dataFolder, other.dataFolder]).status !== 0) throw new Error('cp fails');
    const [port, standbyPort] = [await freePort(), await freePort()];
    const primary = await launchPostgres(one, port, PRIMARY);
    const source = `host=127.0.0.1 port=${port} user=${POSTGRES_USER} password=${password}`;
    const standby = follow(other, standbyPort, source);
    const pair = new Pair(folder, primary, standby, postgresUrl(port, password), postgresUrl(standbyPort, password));
    await pair.until('the standby follows', pair.primaryUrl, 'select count(*) > 0 as is from pg_stat_replication');
    return pair;
  }

  /** As a crash would, but for what it leaves in memory. */
  stopPrimary(): Promise<void> {
    return this.primary.stop();
  }

  async promote(): Promise<void> {
    const client = await connect(this.standbyUrl);
    await client.query('select pg_promote()');
    await client.end();
  }

  async close(): Promise<void> {
    await this.primary.stop();
    process.kill(this.standby.pid, 'SIGINT');
    await this.standby.ended;
    rmSync(this.folder, { recursive: true, force: true });
  }

  private async until(what: string, url: string, question: string): Promise<void> {
    for (const startedMs = performance.now(); performance.now() - startedMs < READY_WITHIN_MS; await wait(50)) {
      const client = await connect(url);
      const { rows } = await client.query(question).finally(() => client.end());
      if (rows[0].is) return;
    }
    throw new Error(`It did not come true that ${what}`);
  }
}

function filesIn(folder: string, name: string): PostgresFiles {
  const binaries = findPostgresBinaries();
  const dataFolder = join(folder, name);
  const launcher = postgresLauncher(binaries, folder, dataFolder);
  return { binaries, launcher, dataFolder, logFile: join(folder, `${name}.log`) };
}

function follow(files: PostgresFiles, port: number, source: string): { pid: number; ended: Promise<unknown> } {
  writeFileSync(join(files.dataFolder, 'standby.signal'), '');
  const settings = { port, listen_addresses: '127.0.0.1', unix_socket_directories: '', primary_conninfo: source };
  const given = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  const log = openSync(files.logFile, 'a', 0o600);
  const child = files.launcher.spawn(files.binaries.postgres, ['-D', files.dataFolder, ...given], ['ignore', log, log]);
  closeSync(log);
  return { pid: child.pid!, ended: new Promise((resolve) => child.once('exit', resolve)) };
}
