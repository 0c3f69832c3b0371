import { type EmbeddedPostgres, startEmbeddedPostgres } from './embedded-postgres/embedded-postgres.js';
import { PLATFORM_HOSTS } from './feedback/platforms.js';
import { requireNoOptions, StartRefusal } from './platform/input/refusal.js';
import { SLACK_HOSTS } from './platform/outbound/slack.js';
import { type Environment, readEnvironment } from './platform/running/environment.js';
import { withOwnSecretsKey } from './platform/running/own-secrets-key.js';
import { ignoreClosedOutput, say } from './platform/values/text.js';
import type { Stop } from './program.js';

/** Starts everything; a failure is one line on standard error and exit code 1. */
async function main(): Promise<void> {
  ignoreClosedOutput();
  requireNoOptions(process.argv.slice(2));
  const environment = readEnvironment(undefined, [...PLATFORM_HOSTS, ...SLACK_HOSTS]);
  const stop = listenForSignals();
  const postgres = environment.databaseUrl === undefined ? await startPostgres(environment) : null;
  try {
    const { run } = await loadProgram();
    // With the data folder locked, so that only one program makes a key.
    await run(postgres === null ? environment : withOwnSecretsKey(environment), postgres, stop);
  } finally {
    await postgres?.stop();
  }
}

/**
 * Only the first signal of a kind counts: a terminal and npm each send theirs, and so do npm and a service manager that
 * stops all processes. A second SIGTERM therefore does not shorten `DRAIN`; Ctrl-C does.
 */
function listenForSignals(): Stop {
  const heard = <Name extends NodeJS.Signals>(name: Name) =>
    new Promise<Name>((resolve) => process.on(name, () => resolve(name)));
  const interrupted = heard('SIGINT');
  return { stopSignal: Promise.race([interrupted, heard('SIGTERM')]), interrupted };
}

function startPostgres(environment: Environment): Promise<EmbeddedPostgres> {
  return startEmbeddedPostgres({
    dataDir: environment.dataDir,
    log: say,
    onLost: (why) => end(why.message),
    // Loads the program while Postgres starts; an error surfaces where `loadProgram` is awaited.
    onLaunched: () => void loadProgram().catch(() => undefined),
  });
}

/** Loads everything but the code that starts Postgres, which takes the larger part of a start. */
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
