import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { createApplication } from './application.js';
import type { EmbeddedPostgres } from './embedded-postgres/embedded-postgres.js';
import { Draining, requireUsable, unusable } from './platform/http/server.js';
import { StartRefusal } from './platform/input/refusal.js';
import type { Environment } from './platform/running/environment.js';
import { makeFolder, writePrivateFile } from './platform/running/files.js';
import { JsonLog } from './platform/running/log.js';
import { SystemTime } from './platform/running/time-source.js';
import { isUnavailable } from './platform/sql/database.js';
import { migrate } from './platform/sql/migrate.js';
import { MS_PER_SECOND } from './platform/values/duration.js';
import { say } from './platform/values/text.js';

export interface Stop {
  /** Resolves with the first signal. SIGINT comes from a person, who does not wait for `DRAIN`. */
  readonly stopSignal: Promise<'SIGINT' | 'SIGTERM'>;
  /** Resolves on SIGINT, which ends the wait of `DRAIN`. */
  readonly interrupted: Promise<unknown>;
}

/**
 * Serves until it is told to stop.
 * @param postgres null if the operator provides the database
 */
export async function run(environment: Environment, postgres: EmbeddedPostgres | null, stop: Stop): Promise<void> {
  let isReported = false;
  void stop.stopSignal.then(() => {
    isReported = true;
  });
  const databaseUrl = postgres?.url ?? environment.databaseUrl!;
  await requireUsable(databaseUrl);
  const { app, firstAdminKey, close } = await begin(environment, postgres, databaseUrl).catch((error: unknown) => {
    throw isUnavailable(error) ? unusable(databaseUrl, error as Error) : error;
  });
  try {
    // Before listening, which may fail, because the key is created only once.
    if (firstAdminKey !== null) handOver(firstAdminKey, environment.dataDir);
    await app.listen(environment.port, environment.host).catch((error: unknown) => {
      throw asRefusal(error, environment);
    });
    greet(await app.getUrl(), environment);
    // If the signal came before it listened, no requests need to move to another node.
    const hasServed = !isReported;
    const drains = (await stop.stopSignal) === 'SIGTERM' && hasServed && environment.drainMs > 0;
    if (drains) await drain(app.get(Draining), environment.drainMs, stop.interrupted);
    say('Stopping.');
  } finally {
    await close();
  }
}

async function begin(environment: Environment, postgres: EmbeddedPostgres | null, databaseUrl: string) {
  const { dataDir, logLevel } = environment;
  const log = (line: string) => new JsonLog(logLevel).log(line, 'migrations');
  // A database of the operator's own has only the role that its URL names.
  await (postgres === null
    ? migrate(databaseUrl, { log })
    : migrate(postgres.ownerUrl, { program: postgres.programRole, name: `in ${dataDir}`, log }));
  return createApplication({ environment, time: new SystemTime(), databaseUrl });
}

/** Continues to serve while load balancers notice that this node is not ready and send requests elsewhere. */
async function drain(draining: Draining, forMs: number, interrupted: Promise<unknown>): Promise<void> {
  draining.begin();
  say(`Stopping in ${forMs / MS_PER_SECOND} seconds: /health/ready answers 503, and Ctrl-C stops at once.`);
  const timer = new AbortController();
  const over = wait(forMs, undefined, { signal: timer.signal }).catch(() => undefined);
  await Promise.race([over, interrupted]);
  timer.abort();
}

function greet(url: string, { role }: Environment): void {
  say(`Touchline listens on ${url}`);
  if (role === 'worker') say(`A worker answers for its health alone: ${url}/health/ready`);
  else say(`In a browser: ${url}/console · documentation: ${url}/docs`);
}

/** Writes the first admin key to a file. Prints it only to a terminal, or if the file cannot be written. */
function handOver(key: string, dataDir: string): void {
  const file = join(dataDir, 'admin-key');
  try {
    makeFolder(dataDir, 0o700);
    writePrivateFile(file, `${key}\n`);
  } catch (error) {
    say(`Admin key, shown only this once and kept nowhere (${(error as Error).message}): ${key}`);
    return;
  }
  say(process.stdout.isTTY ? `Admin key, shown only this once and kept in ${file}: ${key}` : `Admin key: in ${file}`);
}

function asRefusal(error: unknown, { host, port }: Environment): unknown {
  const { code } = error as NodeJS.ErrnoException;
  if (code === 'EADDRINUSE')
    return new StartRefusal(`Port ${port} on ${host} is taken: stop what listens there, or set PORT to another.`);
  if (code === 'EACCES')
    return new StartRefusal(`Port ${port} on ${host} may not be used by this user: set PORT to one above 1023.`);
  if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND')
    return new StartRefusal(`HOST ${host} is no address of this machine: set it to one that is.`);
  return error;
}
