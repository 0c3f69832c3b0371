import type { Organisation } from './founding.js';
import { renderGrid } from './grid.js';

/** Something that a platform would have been told, as `GET /v1/feedback/destinations/{id}/items` answers. */
interface Item {
  readonly kind: 'conversion' | 'stage' | 'restate' | 'retract';
  readonly stage: string;
  readonly state: string;
  readonly why: string | null;
}

const TOLD: readonly [title: string, stage: string][] = [
  ['leads', 'lead'],
  ['qualified', 'qualified'],
  ['won', 'won'],
];

/** What each ad platform would have been told, and why of some leads nothing. */
export async function tellings({ platforms, reader }: Organisation): Promise<string[]> {
  const lines: string[][] = [];
  const reasons: string[] = [];
  for (const [name, id] of platforms) {
    const items = await reader.all<Item>(`/v1/feedback/destinations/${id}/items`);
    const count = (which: (item: Item) => boolean) => String(items.filter(which).length);
    const isAdded = ({ kind }: Item) => kind === 'conversion' || kind === 'stage';
    lines.push([
      name,
      ...TOLD.map(([, stage]) => count((item) => isAdded(item) && item.stage === stage && item.state === 'accepted')),
      count(({ kind, state }) => kind === 'retract' && state === 'accepted'),
      count((item) => isAdded(item) && item.state === 'superseded'),
      count(({ state }) => state === 'pending'),
      count(({ state }) => state === 'withheld'),
    ]);
    const why = new Map<string, number>();
    for (const item of items) if (item.why !== null) why.set(item.why, (why.get(item.why) ?? 0) + 1);
    for (const [each, times] of why) reasons.push(`${name}, ${times} withheld: ${each}.`);
  }
  const titles = [...TOLD.map(([title]) => title), 'taken back', 'cancelled', 'waiting', 'withheld'];
  return [
    '',
    renderGrid([['told to', ...titles], ...lines], false),
    '',
    'What each platform would have been told by now, of leads that carry its click id; cancelled: taken back before it left;',
    'waiting: what follows of a disposition waits for a day, in which that can be corrected, a new lead until its click is old enough.',
    ...reasons,
  ];
}
