import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { ADMIN_KEY, type Answer, Client } from './client.js';
import type { Json } from './json.js';
import { until } from './postgres-owner.js';
import { programFile } from './program.js';

/** Long enough that only a hanging start exceeds it, not a slow machine. */
const START_WITHIN_MS = 300_000;

/** The program as a process of its own on a given database, which can really be killed. */
export class RunningNode extends Client {
  private constructor(
    private readonly child: ChildProcess,
    url: string,
  ) {
    super(url);
  }

  /** @param begun receives the process before it has started */
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
      // Otherwise later output would fill the pipe.
      child.stdout!.resume();
      return new RunningNode(child, url);
    }
    throw new Error(`The node did not start (exit code ${child.exitCode})`);
  }

  /** Waits until it is ready, which a busy machine is not at every moment. @returns the answer of the health check */
  async ready(): Promise<Json> {
    let said: Answer;
    await until('it is ready', async () => {
      said = await this.get('/health/ready');
      return said.status === 200;
    });
    return said!.body;
  }

  /** Closes the reading end of its output. */
  leaveUnheard(): void {
    this.child.stdout!.destroy();
  }

  /** Sends a signal, and does not wait for its effect. */
  signal(name: NodeJS.Signals): void {
    this.child.kill(name);
  }

  async stop(signal: NodeJS.Signals = 'SIGTERM'): Promise<number | null> {
    const ended = once(this.child, 'exit');
    this.child.kill(signal);
    const [code] = await ended;
    return code;
  }

  /** Suspends the process, with everything it has open. */
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
