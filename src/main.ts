import { type EmbeddedPostgres, startEmbeddedPostgres } from './embedded-postgres/embedded-postgres.js';
import { PLATFORM_HOSTS } from './feedback/platforms.js';
import { type Environment, readEnvironment } from './platform/environment.js';
import { mindNoListener, say } from './platform/say.js';
import { SLACK_HOSTS } from './platform/slack-hosts.js';
import { StartRefusal } from './platform/start-refusal.js';

/** Starts everything; what stands in the way is one line on standard error, and exit code 1. */
async function main(): Promise<void> {
  mindNoListener();
  if (process.argv.length > 2) {
    throw new StartRefusal(
      `There is no option "${process.argv[2]}": settings come from the environment, see README.md.`,
    );
  }
  const environment = readEnvironment(undefined, [...PLATFORM_HOSTS, ...SLACK_HOSTS]);
  const told = toldToStop();
  const postgres = environment.databaseUrl === undefined ? await startPostgres(environment) : null;
  try {
    const { run } = await loadProgram();
    await run(environment, postgres, told);
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

function startPostgres(environment: Environment): Promise<EmbeddedPostgres> {
  return startEmbeddedPostgres({
    dataDir: environment.dataDir,
    log: say,
    onLost: (why) => end(why.message),
    // Loading holds this process for as long as Postgres takes to begin. What goes wrong is met where it is waited for.
    onLaunched: () => void loadProgram().catch(() => undefined),
  });
}

/** All but what Postgres is started by: loading it takes the larger part of a start. */
function loadProgram() {
  return import('./program.js');
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
