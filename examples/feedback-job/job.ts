import { setTimeout as pause } from 'node:timers/promises';
import { Delivery } from './delivery.js';
import { Http } from './http.js';
import { OpenRequests } from './open-requests.js';
import { Touchline } from './touchline.js';

/** From the environment. @param otherwise where it is not set; without it, it has to be */
function setting(name: string, otherwise?: string): string {
  const value = process.env[name] || otherwise;
  if (value !== undefined) return value;
  console.error(`${name} is not set: see README.md`);
  process.exit(2);
}

/** `host=base,host=base`: where requests to a host go instead. */
function basesIn(text: string): Map<string, string> {
  const pairs = text.split(',').filter((pair) => pair !== '');
  return new Map(pairs.map((pair) => [pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1)]));
}

const http = new Http(basesIn(setting('BASE_URLS', '')), Number(setting('RETRY_PAUSE_MS', '1000')));
const tools = {
  http,
  touchline: new Touchline(http, setting('TOUCHLINE_URL').replace(/\/$/, ''), setting('TOUCHLINE_KEY')),
  open: new OpenRequests(setting('STATE_FILE', 'open-requests.json')),
  firstLookMs: 1_000 * Number(setting('FIRST_LOOK_SECONDS', '1800')),
};
const deliveries = setting('DESTINATIONS')
  .split(',')
  .map((id) => ({ id, delivery: new Delivery(id, { ...tools, say: (text) => console.log(`${id}: ${text}`) }) }));
const everySeconds = Number(setting('EVERY_SECONDS', '0'));

const stopping = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => stopping.abort());

/** What is wrong with one destination keeps no other waiting. */
async function round(): Promise<void> {
  process.exitCode = 0;
  for (const { id, delivery } of deliveries) {
    try {
      await delivery.serve(() => stopping.signal.aborted);
    } catch (error) {
      console.error(`${id}: ${error instanceof Error ? error.message : error}`);
      process.exitCode = 1;
    }
  }
}

await round();
while (everySeconds > 0 && !stopping.signal.aborted) {
  await pause(everySeconds * 1_000, null, { signal: stopping.signal }).catch(() => undefined);
  if (!stopping.signal.aborted) await round();
}
