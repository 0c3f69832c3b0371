import pg from 'pg';

export interface Story {
  readonly owner: string | null;
  readonly status: string;
  readonly clocks: Record<string, string>;
}

interface Row {
  readonly subject_id: string;
  readonly subject_seq: number;
  readonly type: string;
  // biome-ignore lint/suspicious/noExplicitAny: the facts of any event
  readonly data: any;
}

const CLOSED: Readonly<Record<string, string>> = {
  nurture: 'nurturing',
  recycle: 'recycled',
  suppress: 'suppressed',
  lost: 'lost',
};
const CLOCK_STATES: Readonly<Record<string, string>> = {
  'sla.started': 'running',
  'sla.met': 'met',
  'sla.breached': 'breached',
  'sla.corrected': 'met',
  'sla.cancelled': 'cancelled',
};

/** What the ledger alone says of each lead, and what the tables hold: for every lead they must be the same. */
export async function ledgerAndTables(
  url: string,
): Promise<{ ledger: Map<string, Story>; tables: Map<string, Story> }> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const events = await client.query<Row>(
      `select subject_id, subject_seq, type, data from event where subject_type = 'lead' order by subject_id, subject_seq`,
    );
    const leads = await client.query('select id, owner_id, status from lead');
    const clocks = await client.query('select id, lead_id, state from clock where lead_id is not null');
    const tables = new Map<string, Story>(
      leads.rows.map((lead) => [
        lead.id,
        { owner: lead.status === 'open' ? lead.owner_id : null, status: lead.status, clocks: {} },
      ]),
    );
    for (const clock of clocks.rows) tables.get(clock.lead_id)!.clocks[clock.id] = clock.state;
    return {
      ledger: replay(events.rows),
      tables,
    };
  } finally {
    await client.end();
  }
}

/** Reps whose kept number of open or untouched leads is not what the leads say. */
export async function miscountedLoads(url: string): Promise<object[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const { rows } = await client.query(
      `select * from (
         select rep_load.rep_id, rep_load.open, rep_load.untouched, count(lead.id)::int as counted_open,
                count(lead.id) filter (where work_state = 'untouched')::int as counted_untouched
           from rep_load left join lead on lead.owner_id = rep_load.rep_id and status = 'open'
          group by rep_load.rep_id) as both_counts
        where (open, untouched) is distinct from (counted_open, counted_untouched)`,
    );
    return rows;
  } finally {
    await client.end();
  }
}

function replay(events: readonly Row[]): Map<string, Story> {
  const stories = new Map<string, Story>();
  for (const { subject_id: id, subject_seq: seq, type, data } of events) {
    const story = { ...(stories.get(id) ?? { owner: null, status: 'open', clocks: {} as Record<string, string> }) };
    if (type === 'lead.received' && seq !== 1) throw new Error(`Lead ${id} was received as its event ${seq}`);
    if (type === 'lead.assigned' || type === 'lead.reassigned') story.owner = data.repId;
    if (type === 'lead.queued') story.owner = null;
    if (type === 'lead.disposed') Object.assign(story, { status: CLOSED[data.category], owner: null });
    if (type === 'lead.milestone' && data.name === 'won') Object.assign(story, { status: 'won', owner: null });
    if (type === 'lead.reopened' || type === 'lead.woken') Object.assign(story, { status: 'open', owner: null });
    const state = CLOCK_STATES[type];
    // An answer that came late leaves the breach a breach.
    if (state !== undefined && data.late !== true) story.clocks = { ...story.clocks, [data.clockId]: state };
    if (type === 'lead.woken') story.clocks = { ...story.clocks, [data.clockId]: 'met' };
    stories.set(id, story);
  }
  return stories;
}
