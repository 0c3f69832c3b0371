import type pg from 'pg';
import { type OwnedType, SUBJECT_COLUMNS } from '../../src/vocabulary/subjects.js';
import type { Json } from './json.js';

export interface Story {
  owner: string | null;
  status: string;
  readonly clocks: Record<string, string>;
}

interface Row {
  readonly subject_id: string;
  readonly subject_seq: number;
  readonly type: string;
  readonly data: Json;
}

const CLOSED: Readonly<Record<string, string>> = {
  nurture: 'nurturing',
  recycle: 'recycled',
  suppress: 'suppressed',
  lost: 'lost',
};
const CLOCK_STATES: Readonly<Record<string, string>> = {
  'sla.started': 'running',
  'sla.paused': 'paused',
  'sla.resumed': 'running',
  'sla.met': 'met',
  'sla.breached': 'breached',
  'sla.corrected': 'met',
  'sla.cancelled': 'cancelled',
};

/** For each kind of subject: what the tables hold of each, and what an event makes of its story. */
const SUBJECTS: Readonly<
  Record<OwnedType, { readonly rows: string; readonly tell: (story: Story, event: Row) => void }>
> = {
  lead: { rows: `select id, case status when 'open' then owner_id end as owner, status from lead`, tell: tellOfLead },
};

/** What the ledger alone says of each subject, and what the tables hold: of every one they must say the same. */
export async function ledgerAndTables(
  client: pg.Client,
): Promise<{ ledger: Map<string, Story>; tables: Map<string, Story> }> {
  const tables = new Map<string, Story>();
  const ledger = new Map<string, Story>();
  for (const [type, { rows, tell }] of Object.entries(SUBJECTS)) {
    const column = SUBJECT_COLUMNS[type as OwnedType];
    for (const { id, owner, status } of (await client.query(rows)).rows) tables.set(id, { owner, status, clocks: {} });
    const clocks = await client.query(
      `select id, ${column} as subject, case when paused_at is null then state else 'paused' end as state from clock where ${column} is not null`,
    );
    for (const { id, subject, state } of clocks.rows) tables.get(subject)!.clocks[id] = state;
    const events = await client.query<Row>(
      `select subject_id, subject_seq, type, data from event where subject_type = $1 order by subject_id, subject_seq`,
      [type],
    );
    for (const event of events.rows) {
      const story = ledger.get(event.subject_id) ?? { owner: null, status: 'open', clocks: {} };
      ledger.set(event.subject_id, story);
      tellOfClock(story, event);
      tell(story, event);
    }
  }
  return { ledger, tables };
}

function tellOfClock(story: Story, { type, data }: Row): void {
  const state = CLOCK_STATES[type];
  // An answer that came late leaves the breach a breach.
  if (state !== undefined && data.late !== true)
    story.clocks[data.clockId] = data.why === 'touchVoided' ? data.state : state;
}

function tellOfLead(story: Story, { subject_id: id, subject_seq: seq, type, data }: Row): void {
  if (type === 'lead.received' && seq !== 1) throw new Error(`Lead ${id} was received as its event ${seq}`);
  if (type === 'lead.assigned' || type === 'lead.reassigned') story.owner = data.repId;
  if (type === 'lead.queued') story.owner = null;
  if (type === 'lead.disposed') Object.assign(story, { status: CLOSED[data.category], owner: null });
  if (type === 'lead.milestone' && data.name === 'won') Object.assign(story, { status: 'won', owner: null });
  if (type === 'lead.reopened' || type === 'lead.woken') Object.assign(story, { status: 'open', owner: null });
  if (type === 'lead.woken') story.clocks[data.clockId] = 'met';
}
