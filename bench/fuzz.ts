import { spawn } from 'node:child_process';
import { once } from 'node:events';
import type { Line } from './report.js';

const REQUESTS = 50_000;

export async function fuzz(): Promise<Line[]> {
  const seed = String(Date.now() % 2 ** 31);
  const startedMs = performance.now();
  const test = spawn('npm', ['test', '--', 'test/platform/fuzz'], {
    stdio: ['ignore', 'ignore', 'pipe'],
    env: { ...process.env, FUZZ_REQUESTS: String(REQUESTS), FUZZ_SEED: seed },
    shell: process.platform === 'win32',
  });
  let said = '';
  test.stderr.on('data', (piece) => (said += piece));
  const [code] = await once(test, 'exit');
  if (code !== 0) throw new Error(`With the seed ${seed} a request was not answered as it should be:\n${said}`);
  const perRequestMs = (performance.now() - startedMs) / REQUESTS;
  return [
    {
      what: `fuzz, ${REQUESTS.toLocaleString('en')} requests, seed ${seed}`,
      floor: '',
      ours: `${perRequestMs.toFixed(1)} ms each, all as documented`,
      ratio: '',
      target: 'no 5xx',
    },
  ];
}
