import { setTimeout as wait } from 'node:timers/promises';
import { StartRefusal } from '../platform/input/refusal.js';
import { stopSurvivors } from './data-folder.js';
import { launchPostgres, type PostgresFiles, type RunningPostgres } from './process.js';

/** More restarts than this within the window have a cause that another restart will not fix. */
const RESTARTS_MAX = 5;
const RESTART_WINDOW_MS = 60_000;
const RESTART_PAUSE_MS = 200;
/** Postgres cannot start without disk space, so restarts continue without limit until there is some. */
const NO_SPACE = /No space left on device|Disk quota exceeded/;
const NO_SPACE_PAUSE_MS = 5_000;

interface Supervision {
  readonly files: PostgresFiles;
  readonly settings: Readonly<Record<string, string>>;
  readonly log: (line: string) => void;
  readonly onLost: (why: Error) => void;
}

/** Restarts Postgres on the same socket whenever it ends by itself. */
export class SupervisedPostgres {
  private stopping = false;
  private readonly watching: Promise<void>;
  private readonly restartedAt: number[] = [];

  constructor(
    private readonly supervision: Supervision,
    private running: RunningPostgres,
  ) {
    this.watching = this.watch();
  }

  async stop(): Promise<void> {
    this.stopping = true;
    await this.running.stop();
    await this.watching;
  }

  private async watch(): Promise<void> {
    while (!this.stopping) {
      const reason = await this.running.ended;
      if (this.stopping) return;
      this.supervision.log(`Postgres ${reason}; starting it again.`);
      try {
        await this.restart();
      } catch (error) {
        this.supervision.onLost(error as Error);
        return;
      }
    }
    // `stop` was called during a restart.
    await this.running.stop();
  }

  private async restart(): Promise<void> {
    const { files, settings, log } = this.supervision;
    for (let last: Error | undefined; !this.stopping; ) {
      this.refuseTooMany(last);
      this.restartedAt.push(performance.now());
      try {
        await stopSurvivors(files.dataFolder, log);
        this.running = await launchPostgres(files, settings);
        return;
      } catch (error) {
        last = error as Error;
        log(`Postgres did not come back: ${last.message}`);
        if (NO_SPACE.test(last.message)) await this.waitForSpace();
        else await wait(RESTART_PAUSE_MS);
      }
    }
  }

  /** Waits, and does not count the failed restart towards the limit. */
  private async waitForSpace(): Promise<void> {
    this.restartedAt.pop();
    const untilMs = performance.now() + NO_SPACE_PAUSE_MS;
    while (!this.stopping && performance.now() < untilMs) await wait(RESTART_PAUSE_MS);
  }

  private refuseTooMany(last: Error | undefined): void {
    const since = performance.now() - RESTART_WINDOW_MS;
    if (this.restartedAt.filter((at) => at > since).length < RESTARTS_MAX) return;
    throw new StartRefusal(
      `Postgres ended again and again (${last?.message ?? 'without a word'}): ` +
        `see ${this.supervision.files.logFile}, then start again.`,
    );
  }
}
