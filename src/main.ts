import { join } from 'node:path';
import { createApplication } from './application.js';
import { type EmbeddedPostgres, startEmbeddedPostgres } from './embedded-postgres/embedded-postgres.js';
import { SystemClock } from './platform/clock.js';
import { type Configuration, readConfiguration, StartRefusal } from './platform/configuration.js';
import { makeFolder } from './platform/make-folder.js';
import { migrate } from './platform/migrate.js';
import { writePrivateFile } from './platform/private-file.js';
import { mindNoListener, say } from './platform/say.js';
import { requireUsable } from './platform/server.js';

/** Starts everything; what stands in the way is one line on standard error, and exit code 1. */
async function main(): Promise<void> {
  mindNoListener();
  if (process.argv.length > 2) {
    throw new StartRefusal(
      `There is no option "${process.argv[2]}": settings come from the environment, see README.md.`,
    );
  }
  const configuration = readConfiguration(process.env);
  const told = toldToStop();
  const postgres = configuration.databaseUrl === undefined ? await startPostgres(configuration) : null;
  try {
    await run(configuration, postgres, told);
  } finally {
    await postgres?.stop();
  }
}

/** Comes true at the first signal, however often it is sent: a terminal and npm each send theirs. */
function toldToStop(): Promise<void> {
  return new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => resolve());
  });
}

function startPostgres(configuration: Configuration): Promise<EmbeddedPostgres> {
  return startEmbeddedPostgres({
    dataDir: configuration.dataDir,
    log: say,
    onLost: (why) => end(why.message),
  });
}

/** @param postgres null with a database of the operator's own */
async function run(
  configuration: Configuration,
  postgres: EmbeddedPostgres | null,
  told: Promise<void>,
): Promise<void> {
  const databaseUrl = postgres?.url ?? configuration.databaseUrl!;
  await requireUsable(databaseUrl);
  // In a database of the operator's own the program has the one role that it was given.
  await (postgres === null
    ? migrate(databaseUrl)
    : migrate(postgres.ownerUrl, { program: postgres.programRole, name: `in ${configuration.dataDir}` }));
  const { app, firstAdminKey, close } = await createApplication({
    configuration,
    clock: new SystemClock(),
    databaseUrl,
  });
  try {
    // Before it listens, which may fail: it is made only once.
    if (firstAdminKey !== null) handOver(firstAdminKey, configuration.dataDir);
    await app.listen(configuration.port, configuration.host).catch((error: unknown) => {
      throw asRefusal(error, configuration);
    });
    greet(await app.getUrl());
    await told;
    say('Stopping.');
  } finally {
    await close();
  }
}

function greet(url: string): void {
  say(`Touchline listens on ${url}`);
  say(`Documentation: ${url}/docs`);
}

/** Keeps the first admin key in a file. It is shown to a person, not to what collects the output, unless it were lost. */
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

function asRefusal(error: unknown, { host, port }: Configuration): unknown {
  const { code } = error as NodeJS.ErrnoException;
  if (code === 'EADDRINUSE')
    return new StartRefusal(`Port ${port} on ${host} is taken: stop what listens there, or set PORT to another.`);
  if (code === 'EACCES')
    return new StartRefusal(`Port ${port} on ${host} may not be used by this user: set PORT to one above 1023.`);
  if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND')
    return new StartRefusal(`HOST ${host} is no address of this machine: set it to one that is.`);
  return error;
}

function end(message: string): never {
  process.stderr.write(`Touchline: ${message}\n`);
  process.exit(1);
}

main().then(
  () => process.exit(0),
  (error: unknown) => {
    if (error instanceof StartRefusal) end(error.message);
    end(error instanceof Error ? (error.stack ?? error.message) : 'The start went wrong');
  },
);
