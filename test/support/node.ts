import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { ADMIN_KEY, type Answer, Client } from './client.js';
import type { Json } from './json.js';
import { until } from './postgres-owner.js';
import { programFile } from './program.js';

/** It says that the start hangs, not that the machine is slow. */
const START_WITHIN_MS = 300_000;

/** The program itself as a process of its own, on a database that is there: it can be killed for real. */
export class RunningNode extends Client {
  private constructor(
    private readonly child: ChildProcess,
    url: string,
  ) {
    super(url);
  }

  /** @param begun is handed the process before it has started */
  static async start(
    databaseUrl: string,
    environment: Readonly<Record<string, string>> = {},
    program?: string,
    begun?: (child: ChildProcess) => void,
  ): Promise<RunningNode> {
    const child = spawn(process.execPath, [program ?? (await programFile())], {
      stdio: ['ignore', 'pipe', 'inherit'],
      env: {
        PATH: process.env.PATH,
        DATABASE_URL: databaseUrl,
        DATA_DIR: process.env.TEST_FOLDER,
        PORT: '0',
        ADMIN_KEY,
        LOG_LEVEL: 'fatal',
        ...environment,
      },
    });
    begun?.(child);
    const lines = createInterface(child.stdout!);
    const deadline = setTimeout(() => child.kill('SIGKILL'), START_WITHIN_MS);
    for await (const line of lines) {
      const url = /listens on (\S+)/.exec(line)?.[1];
      if (url === undefined) continue;
      clearTimeout(deadline);
      // What is said later would else fill the pipe.
      child.stdout!.resume();
      return new RunningNode(child, url);
    }
    throw new Error(`The node did not start (exit code ${child.exitCode})`);
  }

  /** Until it is ready, which a machine with too much to do is not at every moment. @returns what it says then */
  async ready(): Promise<Json> {
    let said: Answer;
    await until('it is ready', async () => {
      said = await this.get('/health/ready');
      return said.status === 200;
    });
    return said!.body;
  }

  /** Nobody reads any more what the program says. */
  leaveUnheard(): void {
    this.child.stdout!.destroy();
  }

  /** Sends it a signal, and does not wait for what it does. */
  signal(name: NodeJS.Signals): void {
    this.child.kill(name);
  }

  /** Tells it to stop. @returns its exit code */
  async stop(signal: NodeJS.Signals = 'SIGTERM'): Promise<number | null> {
    const ended = once(this.child, 'exit');
    this.child.kill(signal);
    const [code] = await ended;
    return code;
  }

  /** It stands still, with all that it has open. */
  stand(): void {
    this.child.kill('SIGSTOP');
  }

  goOn(): void {
    this.child.kill('SIGCONT');
  }

  async kill(): Promise<void> {
    if (this.child.exitCode !== null || this.child.signalCode !== null) return;
    const ended = once(this.child, 'exit');
    this.child.kill('SIGKILL');
    await ended;
  }
}
