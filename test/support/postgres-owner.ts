import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import pg from 'pg';

const PROGRAM = join(dirname(fileURLToPath(import.meta.url)), 'owns-postgres.mjs');
/** Long enough that only a hanging process exceeds it, not a slow machine. */
const WITHIN_MS = 300_000;
/** Polling takes processor time from the awaited work, so the pauses grow with the wait. */
const POLL_MS = { least: 5, most: 100, share: 0.1 };

interface Fact {
  readonly url?: string;
  readonly programUrl?: string;
  readonly log?: string;
  readonly refusal?: string;
  readonly crash?: string;
  readonly interrupted?: true;
}

/** A running `owns-postgres.mjs`, which stands in for the program and can be killed without killing the test. */
export class PostgresOwner {
  readonly facts: Fact[] = [];
  private readonly child: ChildProcess;
  private readonly closed: Promise<unknown>;

  constructor(
    readonly dataDir: string,
    options: { readonly uid?: number | undefined; readonly path?: string } = {},
  ) {
    const { uid } = options;
    this.child = spawn(process.execPath, [PROGRAM, process.env.TEST_BUILD_FOLDER!, dataDir], {
      stdio: ['pipe', 'pipe', 'inherit'],
      detached: true,
      cwd: '/',
      env: { PATH: options.path ?? process.env.PATH, TMPDIR: process.env.TEST_FOLDER },
      ...(uid !== undefined && { uid, gid: uid }),
    });
    createInterface(this.child.stdout!).on('line', (line) => this.facts.push(JSON.parse(line)));
    this.closed = once(this.child, 'close');
  }

  get pid(): number {
    return this.child.pid!;
  }

  /** Waits for a fact of this key. @returns the first */
  async tells<Key extends keyof Fact>(key: Key): Promise<NonNullable<Fact[Key]>> {
    await until(`the owner tells its ${key}`, () => {
      const ended = this.facts.find((fact) => fact.refusal ?? fact.crash);
      if (ended?.[key] === undefined && ended !== undefined) throw new Error(JSON.stringify(ended));
      return this.facts.some((fact) => fact[key] !== undefined);
    });
    return this.facts.find((fact) => fact[key] !== undefined)![key]!;
  }

  logged(text: string): boolean {
    return this.facts.some((fact) => fact.log?.includes(text));
  }

  /** The process id of the server on the data folder; absent if none runs, or if one was killed during its start. */
  get postgresPid(): number | undefined {
    try {
      return Number.parseInt(readFileSync(join(this.dataDir, 'postgres', 'postmaster.pid'), 'utf8'), 10) || undefined;
    } catch {
      return undefined;
    }
  }

  async stop(): Promise<number | null> {
    this.child.stdin!.write('stop\n');
    await this.closed;
    return this.child.exitCode;
  }

  async kill(): Promise<void> {
    this.child.kill('SIGKILL');
    await this.closed;
  }

  interruptGroup(): void {
    process.kill(-this.pid, 'SIGINT');
  }
}

/** Waits until a condition is true. @throws Error with its description if it does not become true in time */
export async function until(what: string, fact: () => boolean | Promise<boolean>): Promise<void> {
  const beganMs = performance.now();
  while (!(await fact())) {
    const waitedMs = performance.now() - beganMs;
    if (waitedMs > WITHIN_MS) throw new Error(`It did not come true that ${what}`);
    const pauseMs = Math.min(Math.max(waitedMs * POLL_MS.share, POLL_MS.least), POLL_MS.most);
    await new Promise((resolve) => setTimeout(resolve, pauseMs));
  }
}

export async function ask(url: string, statement: string): Promise<Record<string, unknown>[]> {
  const client = new pg.Client({ connectionString: url });
  client.on('error', () => undefined);
  await client.connect();
  try {
    return (await client.query(statement)).rows;
  } finally {
    await client.end().catch(() => undefined);
  }
}

export function answers(url: string): Promise<boolean> {
  return ask(url, 'select 1').then(
    () => true,
    () => false,
  );
}
