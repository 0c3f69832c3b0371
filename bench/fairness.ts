import { type Line, median, quantile } from './report.js';
import { ADMIN_KEY, aLead, configure, post, sendLeads, type Workbench } from './workbench.js';

const LOOKS = 20;
const GREEDY_AT_ONCE = 16;

interface Times {
  readonly list: number[];
  readonly lead: number[];
}

/** How long a key with few requests waits while another sends as many as it can, beside how long it waits alone. */
export async function fairness(workbench: Workbench): Promise<Line[]> {
  const { player, ready } = await workbench.app(await workbench.database('fairness', 'ours'), 'running');
  const url = ready.url!;
  await configure(url, 'PT8H');
  await sendLeads(url, 5_000);
  const { key } = await post<{ key: string }>(url, '/v1/api-keys', { name: 'quiet', scopes: ['integration'] });
  await look(url, key, 20, 1);
  const lines: Line[] = [];
  let round = 2;
  for (const [what, ask] of Object.entries(GREEDY)) {
    const alone = await look(url, key, LOOKS, round++);
    await held(url);
    let isOver = false;
    const greedy = Array.from({ length: GREEDY_AT_ONCE }, async (_, index) => {
      while (!isOver) await ask(url, index);
    });
    const beside = await look(url, key, LOOKS, round++);
    isOver = true;
    await Promise.all(greedy);
    lines.push(line(`a list of one lead beside ${what}`, alone.list, beside.list));
    lines.push(line(`a lead that comes beside ${what}`, alone.lead, beside.lead));
    lines.push({
      what: `longest hold of the event loop, ${what}`,
      floor: '',
      ours: await held(url),
      ratio: '',
      target: '≤ 100 ms',
    });
  }
  player.stop();
  return lines;
}

/** The requests of the other key, sixteen at once, again and again. */
const GREEDY: Readonly<Record<string, (url: string, index: number) => Promise<unknown>>> = {
  'lists of 1,000': (url) => get(url, '/v1/leads?limit=1000', ADMIN_KEY),
  'batches of 1,000': (url) => post(url, '/v1/leads/batch', { leads: Array.from({ length: 1_000 }, anonymous) }),
  'changes of configuration': (url, index) =>
    post(url, '/v1/calendars', {
      name: `Calendar ${index} ${performance.now()}`,
      timeZone: 'UTC',
      hours: { mon: [['09:00', '17:00']] },
    }),
  'previews of 2,000 deadlines': (url) =>
    post(url, '/v1/calendars/preview', {
      calendar: { timeZone: 'America/New_York', hours: { mon: [['09:00', '17:00']], tue: [['09:00', '17:00']] } },
      deadlines: Array.from({ length: 2_000 }, (_, index) => ({
        from: `${1970 + (index % 130)}-06-01T00:00:00Z`,
        within: 'PT800H',
      })),
    }),
};

function anonymous(): object {
  return { ...aLead(0), externalId: undefined };
}

async function look(url: string, key: string, looks: number, round: number): Promise<Times> {
  const times: Times = { list: [], lead: [] };
  for (let index = 0; index < looks; index += 1) {
    times.list.push(await timed(() => get(url, '/v1/leads?limit=1', key)));
    const lead = aLead(50_000_000 + round * 10_000 + index);
    times.lead.push(await timed(() => send(url, '/v1/leads', key, JSON.stringify(lead))));
  }
  return times;
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const beganMs = performance.now();
  await work();
  return performance.now() - beganMs;
}

function get(url: string, path: string, key: string): Promise<string> {
  return send(url, path, key);
}

async function send(url: string, path: string, key: string, body?: string): Promise<string> {
  const response = await fetch(url + path, {
    method: body === undefined ? 'GET' : 'POST',
    headers: { authorization: `Bearer ${key}`, ...(body !== undefined && { 'content-type': 'application/json' }) },
    ...(body !== undefined && { body }),
  });
  const text = await response.text();
  if (!response.ok) throw new Error(`${path} answered ${response.status} ${text}`);
  return text;
}

/** The longest delay of the event loop since the last call. */
async function held(url: string): Promise<string> {
  const metrics = await get(url, '/metrics', ADMIN_KEY);
  const seconds = Number(/^nodejs_eventloop_lag_max_seconds (\S+)$/m.exec(metrics)?.[1]);
  return `${Math.round(seconds * 1_000)} ms`;
}

function line(what: string, alone: readonly number[], beside: readonly number[]): Line {
  const ms = (times: readonly number[]) => `${median(times).toFixed(1)} / ${quantile(times, 0.95).toFixed(1)} ms`;
  return {
    what,
    floor: ms(alone),
    ours: ms(beside),
    ratio: `${(median(beside) / median(alone)).toFixed(1)} ×`,
    target: '',
  };
}
