import { setTimeout } from 'node:timers/promises';
import { floorBatches } from './intake.js';
import { compare, type Line, median, perSecond, quantile } from './report.js';
import { ADMIN_KEY, aLead, configure, get, Player, post, type Workbench } from './workbench.js';

export const IMPORTED = 1_000_000;
const LOOK_EVERY_MS = 250;
const ALONE = 200;
/** The memory of a runtime fluctuates while it works; a leak grows, by a kilobyte a row. */
const GROWTH_MB = 128;
const ROWS_A_PIECE = 1_000;

interface Seen {
  readonly state: string;
  readonly done: number;
}

/** A file of leads: its way in, the rows, the memory, and what a single lead and an erasure wait. */
export async function imports(workbench: Workbench, rows = IMPORTED): Promise<Line[]> {
  const { player, ready } = await workbench.app(await workbench.database('import', 'ours'), 'running');
  const url = ready.url!;
  try {
    await configure(url, 'PT8H');
    const alone = await timed(ALONE, 0, async () => false, url);
    const { id } = await post<{ id: string }>(url, '/v1/imports', { name: 'File', of: 'leads', mode: 'live' });
    const uploading = await watched(player, () => send(url, id, rows));
    const erasedMs = await measuredMs(() =>
      post(url, '/v1/erasures', { email: `kim${rows - 1}@file.example`, reason: 'Benchmark' }),
    );
    const importing = await watched(player, async () => {
      await post(url, `/v1/imports/${id}/start`, {});
      const isOver = async () => (await get<Seen>(url, `/v1/imports/${id}`)).state === 'done';
      return timed(Number.POSITIVE_INFINITY, ALONE, isOver, url);
    });
    const floor = await floorBatches(workbench, Math.min(rows, 100_000));
    const what = `import of ${rows.toLocaleString('en')} rows`;
    return [
      compare(`${what}, sending the file`, [{ floor, ours: perSecond(rows, uploading.ms) }], '≥ 100 %'),
      compare(`${what}, taking them in`, [{ floor, ours: perSecond(rows, importing.ms) }], '≥ 10 %'),
      grown(`${what}, memory while it is sent`, uploading),
      grown(`${what}, memory while they are taken in`, importing),
      {
        what: `${what}, a single lead beside it (99 of 100)`,
        floor: inMs(quantile(alone, 0.99)),
        ours: inMs(quantile(importing.result, 0.99)),
        ratio: '',
        target: '≤ 500 ms',
      },
      { what: `${what}, an erasure beside the file`, floor: '', ours: inMs(erasedMs), ratio: '', target: '≤ 500 ms' },
    ];
  } finally {
    player.stop();
  }
}

/** Sends single leads one after the other. @returns how long each took */
async function timed(count: number, first: number, isOver: () => Promise<boolean>, url: string): Promise<number[]> {
  const times: number[] = [];
  for (let sent = 0; sent < count && !(await isOver()); sent += 1) {
    times.push(await measuredMs(() => post(url, '/v1/leads', aLead(90_000_000 + first + sent))));
    await setTimeout(LOOK_EVERY_MS / 10);
  }
  return times;
}

async function measuredMs(work: () => Promise<unknown>): Promise<number> {
  const startedMs = performance.now();
  await work();
  return performance.now() - startedMs;
}

async function send(url: string, id: string, rows: number): Promise<void> {
  const response = await fetch(`${url}/v1/imports/${id}/file`, {
    method: 'PUT',
    headers: { authorization: `Bearer ${ADMIN_KEY}`, 'content-type': 'text/csv' },
    body: ReadableStream.from(linesOf(rows)),
    duplex: 'half',
  } as RequestInit);
  if (!response.ok) throw new Error(`The file was answered ${response.status} ${await response.text()}`);
}

function* linesOf(rows: number): Generator<Uint8Array> {
  yield Buffer.from('Record ID,First Name,Last Name,Email,Phone,Company,Product,Visits\n');
  for (let from = 0; from < rows; from += ROWS_A_PIECE) {
    const lines = Array.from({ length: Math.min(ROWS_A_PIECE, rows - from) }, (_, index) => {
      const number = from + index;
      return `f${number},Kim,Example ${number},kim${number}@file.example,+4930${20_000_000 + number},Example,a,3\n`;
    });
    yield Buffer.from(lines.join(''));
  }
}

/** Does work while the memory of the program is looked at. */
async function watched<Result>(player: Player, work: () => Promise<Result>) {
  const held: number[] = [];
  let isOver = false;
  const looking = (async () => {
    while (!isOver) {
      held.push((await player.usage()).rssMb);
      await setTimeout(LOOK_EVERY_MS);
    }
  })();
  const startedMs = performance.now();
  const result = await work().finally(() => {
    isOver = true;
  });
  const ms = performance.now() - startedMs;
  await looking;
  return { result, ms, held };
}

/** A leak grows throughout, so memory near the end is compared with memory before the middle. */
function grown(what: string, { held }: { readonly held: readonly number[] }): Line {
  const part = (from: number, to: number) => median(held.slice(held.length * from, held.length * to));
  const drift = part(0.75, 1) - part(0.25, 0.5);
  return {
    what,
    floor: '',
    ours: `${drift < 0 ? '' : '+'}${Math.round(drift)} MB`,
    ratio: '',
    target: `≤ +${GROWTH_MB} MB`,
    isMissed: drift > GROWTH_MB,
  };
}

function inMs(ms: number): string {
  return `${Math.round(ms)} ms`;
}
