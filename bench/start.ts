import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { get } from 'node:http';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { type Line, median } from './report.js';
import type { Workbench } from './workbench.js';

const ROUNDS = 9;
const LOOK_EVERY_MS = 10;
const here = dirname(fileURLToPath(import.meta.url));

/** How long a start of the program takes until it answers, with an embedded Postgres on an existing data folder. */
export async function start({ project, nodeOptions }: Workbench): Promise<Line[]> {
  const dataDir = mkdtempSync(join(tmpdir(), 'touchline-start-'));
  const ours = () => answersAfter([...nodeOptions, join(project, 'scripts', 'start.mjs')], '/health/ready', dataDir);
  const floor = () => answersAfter([join(here, 'bare.js')], '/', dataDir);
  try {
    // The first start makes the bundle, if there is none, and the database.
    await ours();
    const pairs: { floor: number; ours: number }[] = [];
    for (let round = 0; round < ROUNDS; round += 1) pairs.push({ floor: await floor(), ours: await ours() });
    const seconds = (ms: readonly number[]) => `${(median(ms) / 1_000).toFixed(2)} s`;
    return [
      {
        what: 'from a start to the first answer, with its own Postgres',
        floor: seconds(pairs.map((pair) => pair.floor)),
        ours: seconds(pairs.map((pair) => pair.ours)),
        ratio: `${median(pairs.map((pair) => pair.ours / pair.floor)).toFixed(1)} ×`,
        target: '≤ 2.5 ×',
      },
    ];
  } finally {
    rmSync(dataDir, { recursive: true, force: true });
  }
}

/** Starts a program and stops it when it answers. @param command arguments of Node @returns how long that took */
async function answersAfter(command: readonly string[], path: string, dataDir: string): Promise<number> {
  const port = await freePort();
  const startedMs = performance.now();
  const program = spawn(process.execPath, command, {
    env: { PATH: process.env.PATH, PORT: String(port), DATA_DIR: dataDir, LOG_LEVEL: 'error' },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const ended = once(program, 'exit');
  while (!(await answers(port, path))) {
    if (program.exitCode !== null) throw new Error(`${command.at(-1)} ended instead of answering`);
    await wait(LOOK_EVERY_MS);
  }
  const ms = performance.now() - startedMs;
  program.kill('SIGTERM');
  await ended;
  return ms;
}

function answers(port: number, path: string): Promise<boolean> {
  return new Promise((resolve) => {
    const request = get({ port, path, host: '127.0.0.1', agent: false }, (response) => {
      response.resume();
      resolve(response.statusCode === 200);
    });
    request.once('error', () => resolve(false));
  });
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}
