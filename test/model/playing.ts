import type { TestApplication } from '../support/application.js';
import type { Json } from '../support/json.js';
import { aLead, aPool, aRep } from '../support/people.js';
import { clockInWords, type Seen } from './model-desk.js';
import type { Happening } from './model-lead.js';
import type { Action, Policy } from './promise.js';
import { type Act, happenedAt, REPS, type Story } from './story.js';
import type { Week } from './working-hours.js';

const iso = (at: number) => new Date(at).toISOString();
const DAYS = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'];
const inHours = (minutes: number) =>
  `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`;
const inSeconds = (ms: number) => `PT${ms / 1_000}S`;

/** A desk of its own in the real engine: three reps, their pool, hours, policy and source. */
export class Desk {
  private constructor(
    readonly source: string,
    readonly poolId: string,
    private readonly reps: readonly Json[],
    private readonly calendar: Json,
    private readonly policyId: string,
  ) {}

  static async make(app: TestApplication, number: number): Promise<Desk> {
    const source = `desk${number}`;
    const calendar = await app.must('POST', '/v1/calendars', { name: source, ...calendarOf(ANY_WEEK) });
    const reps: Json[] = [];
    for (const name of REPS) reps.push(await aRep(app, `${name}.${source}`, { calendarId: calendar.id }));
    const pool = await aPool(app, source, reps, { calendarId: calendar.id });
    const when = { field: 'source', op: 'eq', value: source };
    const body = { name: source, when, firstTouch: { within: 'PT1H' } };
    const policy = await app.must('POST', '/v1/sla-policies', body);
    return new Desk(source, pool.id, reps, calendar, policy.id);
  }

  /** Everything as it is when a story begins. */
  async begin(app: TestApplication, { policy, week }: Story): Promise<void> {
    await app.must('PUT', `/v1/calendars/${this.calendar.id}`, { name: this.source, ...calendarOf(week) });
    await app.must('PUT', `/v1/sla-policies/${this.policyId}`, this.policyBody(policy));
  }

  nameOf(repId: unknown): string {
    const place = this.reps.findIndex(({ id }) => id === repId);
    return place === -1 ? String(repId) : REPS[place]!;
  }

  idOf(rep: number): string {
    return this.reps[rep]!.id;
  }

  private policyBody(policy: Policy): object {
    return {
      name: this.source,
      when: { field: 'source', op: 'eq', value: this.source },
      ...bodyOf(policy, this.calendar.id),
    };
  }
}

const ANY_WEEK: Week = { zone: 'UTC', offsetMinutes: 0, days: [[], [[540, 1_020]], [], [], [], [], []] };

function calendarOf({ zone, days }: Week): object {
  const hours = days.map((stretches, day) => [DAYS[day], stretches.map((stretch) => stretch.map(inHours))] as const);
  return { timeZone: zone, hours: Object.fromEntries(hours.filter(([, stretches]) => stretches.length > 0)) };
}

const actions = (chain: readonly Action[]) =>
  chain.map(({ after, do: what }) => ({
    after: inSeconds(after),
    do: what,
    ...(what === 'escalate' && { to: 'queueOwner' }),
  }));

function bodyOf(policy: Policy, calendarId: string): object {
  const { mode, time, grace, steps, decideWithin } = policy;
  return {
    mode,
    time,
    grace: inSeconds(grace),
    firstTouch: {
      within: inSeconds(policy.within),
      ...(policy.afterHours !== null && { afterHours: inSeconds(policy.afterHours) }),
      ...(policy.leadWithin !== null && { leadWithin: inSeconds(policy.leadWithin) }),
      leadCalendar: { calendarId },
      by: policy.by,
      warnAt: policy.warnAt,
      onBreach: actions(policy.onBreach),
      onLeadBreach: actions(policy.onLeadBreach),
      maxReassignments: policy.maxReassignments,
    },
    ...(steps.length > 0 && {
      followUp: {
        steps: steps.map(({ kinds, after, within }) => ({
          kinds,
          after: inSeconds(after),
          within: inSeconds(within),
        })),
        onMiss: actions(policy.onMiss),
      },
    }),
    ...(decideWithin !== null && { decideWithin: inSeconds(decideWithin) }),
  };
}

/** One story, as it is played at a desk of the real engine. */
export class Play {
  private readonly leads = new Map<string, Json>();
  private readonly touches = new Map<string, string>();

  constructor(private readonly desk: Desk) {}

  /** @returns whether it could be done */
  async act(app: TestApplication, act: Act, now: number): Promise<boolean> {
    if (act.do === 'arrive') {
      this.leads.set(
        act.lead,
        await aLead(app, { source: this.desk.source, owner: { repId: this.desk.idOf(act.owner) } }),
      );
      return true;
    }
    const lead = this.leads.get(act.lead)!;
    const path = `/v1/leads/${lead.id}`;
    switch (act.do) {
      case 'touch': {
        const { kind, outcome, when, rep } = act;
        const occurredAt = iso(happenedAt(when, Date.parse(lead.receivedAt), now));
        const by = rep === null ? {} : { repId: this.desk.idOf(rep) };
        const touch = await app.must('POST', `${path}/touches`, { kind, outcome, occurredAt, ...by });
        this.touches.set(act.touch, touch.id);
        return true;
      }
      case 'close':
        return allowed(app, 'POST', `${path}/disposition`, { category: 'lost', reason: 'price' });
    }
  }

  /** Its leads as they are now. */
  async see(app: TestApplication): Promise<Seen[]> {
    const names = new Map([...this.leads].map(([name, { id }]) => [id, name]));
    const seen: Seen[] = [];
    for (const id of names.keys()) {
      const lead = await app.must('GET', `/v1/leads/${id}`);
      seen.push({
        lead: names.get(id)!,
        status: lead.status,
        owner: this.desk.nameOf(lead.ownerId),
        work: lead.workState,
        clocks: lead.clocks.map((clock: Json) => this.clockInWords(clock)).sort(),
      });
    }
    return seen;
  }

  /** What the timeline of each lead tells, by its name. */
  async timelines(app: TestApplication): Promise<Map<string, Happening[]>> {
    const told = new Map<string, Happening[]>();
    for (const [name, { id }] of this.leads) {
      const { data } = await app.must('GET', `/v1/leads/${id}/timeline?limit=1000`);
      told.set(
        name,
        data.map((event: Json) => this.happening(event)),
      );
    }
    return told;
  }

  private clockInWords(clock: Json): string {
    const at = (text: string | null | undefined) => (text ? Date.parse(text) : null);
    return clockInWords({
      kind: clock.kind,
      step: clock.step ?? null,
      rep: clock.repId === undefined ? null : this.desk.nameOf(clock.repId),
      state: clock.state,
      start: Date.parse(clock.startedAt),
      opens: at(clock.opensAt),
      due: at(clock.dueAt),
      metAt: at(clock.metAt),
      breachedAt: at(clock.breachedAt),
      endReason: clock.endReason ?? null,
    });
  }

  private happening({ type, occurredAt, data }: Json): Happening {
    return { type, at: Date.parse(occurredAt), data: { ...this.known(type, data) } };
  }

  /** What the model speaks of, too. */
  private known(type: string, data: Json): object {
    const at = (text: string | null) => (text === null ? null : Date.parse(text));
    if (type === 'lead.assigned') return { to: this.desk.nameOf(data.repId) };
    if (type === 'lead.reassigned') return { from: this.desk.nameOf(data.fromRepId), to: this.desk.nameOf(data.repId) };
    if (type === 'lead.touched') return { rep: this.desk.nameOf(data.repId) };
    if (!type.startsWith('sla.')) return {};
    const { kind, step, repId, dueAt, metAt, late, reason, why, share, wouldHave } = data;
    return {
      kind,
      ...(step !== undefined && { step }),
      rep: repId === null ? null : this.desk.nameOf(repId),
      due: at(dueAt),
      ...(metAt !== undefined && { metAt: at(metAt) }),
      ...(late !== undefined && { late }),
      ...(reason !== undefined && { reason }),
      ...(why !== undefined && { why }),
      ...(share !== undefined && { share }),
      ...(wouldHave !== undefined && { wouldHave }),
    };
  }
}

/** Whether it may be done as things stand. */
async function allowed(app: TestApplication, method: string, path: string, body?: object): Promise<boolean> {
  const { status, body: told } = await app.ask(method, path, body);
  if (status >= 300 && status !== 409) throw new Error(`${method} ${path} → ${status} ${JSON.stringify(told)}`);
  return status < 300;
}
