import { setTimeout as pause } from 'node:timers/promises';
import { Delivery } from './delivery.js';
import { Http } from './http.js';
import { OpenRequests } from './open-requests.js';
import { Touchline } from './touchline.js';

/** From the environment. @param otherwise where it is not set; without it, it has to be */
function setting(name: string, otherwise?: string): string {
  return process.env[name] || (otherwise ?? refuse(`${name} is not set`));
}

/** A number from the environment: a unit behind it would make it none, and something else than was asked would run. */
function numberIn(name: string, otherwise: string): number {
  const text = setting(name, otherwise);
  return /^\d{1,9}$/.test(text) ? Number(text) : refuse(`${name} must be a whole number`);
}

function addressIn(name: string): string {
  const text = setting(name);
  return isAddress(text) ? text.replace(/\/$/, '') : refuse(`${name} must begin with https:// or http://`);
}

/** `host=base,host=base`: where requests to a host go instead. What is mistyped would go to the platform itself. */
function basesIn(name: string): Map<string, string> {
  const pairs = setting(name, '')
    .split(',')
    .filter((pair) => pair !== '');
  return new Map(
    pairs.map((pair) => {
      const [, host = '', base = ''] = /^([^=]+)=(.+)$/.exec(pair) ?? [];
      if (!isAddress(base)) refuse(`${name} must be like graph.facebook.com=https://gateway.example.com/meta`);
      return [host, base];
    }),
  );
}

function isAddress(text: string): boolean {
  return /^https?:\/\//.test(text) && URL.canParse(text);
}

function refuse(why: string): never {
  console.error(`${why}: see README.md`);
  process.exit(2);
}

const http = new Http(basesIn('BASE_URLS'), numberIn('RETRY_PAUSE_MS', '1000'));
const tools = {
  http,
  touchline: new Touchline(http, addressIn('TOUCHLINE_URL'), setting('TOUCHLINE_KEY')),
  open: new OpenRequests(setting('STATE_FILE', 'open-requests.json')),
  firstLookMs: 1_000 * numberIn('FIRST_LOOK_SECONDS', '1800'),
};
const deliveries = setting('DESTINATIONS')
  .split(',')
  .map((id) => ({ id, delivery: new Delivery(id, { ...tools, say: (text) => console.log(`${id}: ${text}`) }) }));
const everySeconds = numberIn('EVERY_SECONDS', '0');

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
