import type { TestApplication } from '../support/application.js';
import type { Json } from '../support/json.js';
import { aLead, aPool, aRep, eventsOf } from '../support/people.js';
import { ACCEPT_WITHIN, MAY_DECLINE_WITHIN } from './handing-over.js';
import { clockInWords, type VisibleLead } from './model-desk.js';
import type { Happening } from './model-lead.js';
import type { Action, Policy } from './promise.js';
import { type Act, CLOSERS, CY, happenedAt, REPS, type Story } from './story.js';
import type { Week } from './working-hours.js';

const iso = (at: number) => new Date(at).toISOString();
const DAYS = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'];
const inHours = (minutes: number) =>
  `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`;
const inSeconds = (ms: number) => `PT${ms / 1_000}S`;
/** The campaign of leads that a rule hands over. */
const HANDED_OVER = 'Handed over';

type ChangingAct = Extract<Act, { do: 'away' | 'hours' | 'policy' }>;

/** An independent desk in the real engine: three reps, their pool, hours, policy and source. */
export class Desk {
  private constructor(
    readonly source: string,
    readonly rules: readonly object[],
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
    const closers = CLOSERS.map((rep) => reps[rep]!);
    const decline = { within: inSeconds(MAY_DECLINE_WITHIN) };
    const others = await aPool(app, `closers of ${source}`, closers, { calendarId: calendar.id, decline });
    const rules = [
      { name: source, when, assign: { poolId: pool.id } },
      {
        name: `handover of ${source}`,
        on: 'milestone:qualified',
        when: { all: [when, { field: 'campaign', op: 'eq', value: HANDED_OVER }] },
        assign: { poolId: others.id },
        acceptWithin: inSeconds(ACCEPT_WITHIN),
      },
    ];
    return new Desk(source, rules, reps, calendar, policy.id);
  }

  /** Restores the hours and the policy with which a story begins. */
  async begin(app: TestApplication, { policy, week }: Story): Promise<void> {
    await app.must('PUT', `/v1/calendars/${this.calendar.id}`, { name: this.source, ...calendarOf(week) });
    await app.must('PUT', `/v1/sla-policies/${this.policyId}`, this.policyBody(policy));
  }

  async change(app: TestApplication, act: ChangingAct, now: number): Promise<void> {
    switch (act.do) {
      case 'away': {
        const from = now + act.inMs;
        const body = { from: iso(from), to: iso(Math.max(from, now) + act.ms), openLeads: act.openLeads };
        await app.must('POST', `/v1/reps/${this.idOf(act.rep)}/absences`, body);
        return;
      }
      case 'hours':
        await app.must('PUT', `/v1/calendars/${this.calendar.id}`, { name: this.source, ...calendarOf(act.week) });
        return;
      case 'policy': {
        const body = { ...this.policyBody(act.policy), applyTo: act.applyTo };
        await app.must('PUT', `/v1/sla-policies/${this.policyId}`, body);
        return;
      }
    }
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

/** One story as it is played at a desk of the real engine. */
export class Play {
  private readonly leads = new Map<string, Json>();
  private readonly touches = new Map<string, string>();
  private readonly milestones = new Map<string, string>();
  private readonly bulks = new Map<string, string>();
  private readonly closings = new Map<string, string>();
  private readonly holds: { id: string; until: number }[] = [];

  constructor(private readonly desk: Desk) {}

  /** @returns whether the act was allowed */
  async act(app: TestApplication, act: Act, now: number): Promise<boolean> {
    switch (act.do) {
      case 'arrive': {
        const owner = { repId: this.desk.idOf(act.owner) };
        const campaign = act.handsOver === true ? HANDED_OVER : 'None';
        this.leads.set(act.lead, await aLead(app, { source: this.desk.source, campaign, owner }));
        return true;
      }
      case 'away':
      case 'hours':
      case 'policy':
        await this.desk.change(app, act, now);
        return true;
      case 'hold': {
        const until = iso(now + act.ms);
        const body = { scope: { source: this.desk.source }, until, reason: 'The dialler is down' };
        this.holds.push({ id: (await app.must('POST', '/v1/enforcement/holds', body)).id, until: now + act.ms });
        return true;
      }
      case 'undo': {
        const span = { from: iso(now - act.ms), to: iso(now) };
        await app.must('POST', '/v1/enforcement/undo', { ...span, scope: { source: this.desk.source } });
        return true;
      }
      case 'bulk':
        return this.reassignAll(app, act);
      case 'undoBulk': {
        const id = this.bulks.get(act.move);
        if (id !== undefined) await app.must('POST', `/v1/leads/reassign/${id}/undo`);
        return id !== undefined;
      }
      case 'closeAll':
        return this.closeAll(app, act);
      case 'undoClosing': {
        const id = this.closings.get(act.closing);
        return id !== undefined && allowed(app, 'POST', `/v1/leads/dispositions/${id}/undo`);
      }
      case 'release':
        return this.release(app, now);
      default:
        return this.actOn(app, act, now);
    }
  }

  private async reassignAll(app: TestApplication, { move, rep }: Extract<Act, { do: 'bulk' }>): Promise<boolean> {
    const ids = [...this.leads.values()].map(({ id }) => id);
    if (ids.length === 0) return false;
    const body = { ids, to: { repId: this.desk.idOf(rep) }, reason: 'Another region' };
    this.bulks.set(move, (await app.must('POST', '/v1/leads/reassign', body)).bulkId);
    return true;
  }

  private async closeAll(app: TestApplication, { closing }: Extract<Act, { do: 'closeAll' }>): Promise<boolean> {
    const ids = [...this.leads.values()].map(({ id }) => id);
    if (ids.length === 0) return false;
    const body = { ids, disposition: { category: 'lost', reason: 'price' } };
    this.closings.set(closing, (await app.must('POST', '/v1/leads/dispositions', body)).bulkId);
    return true;
  }

  /** Ends the active hold that would end last. */
  private async release(app: TestApplication, now: number): Promise<boolean> {
    const [last] = this.holds.filter(({ until }) => now < until).sort((a, b) => b.until - a.until);
    if (last === undefined) return false;
    this.holds.splice(this.holds.indexOf(last), 1);
    await app.must('DELETE', `/v1/enforcement/holds/${last.id}`);
    return true;
  }

  private async actOn(app: TestApplication, act: Extract<Act, { lead: string }>, now: number): Promise<boolean> {
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
      case 'void':
        await app.must('POST', `${path}/touches/${this.touches.get(act.touch)}/void`, { reason: 'Never made' });
        return true;
      case 'milestone':
        return this.reach(app, act, iso(happenedAt(act.when, Date.parse(lead.receivedAt), now)));
      case 'reverse': {
        const id = this.milestones.get(act.milestone);
        return id !== undefined && allowed(app, 'POST', `${path}/milestones/${id}/reverse`, { reason: 'None' });
      }
      case 'pause':
        return allowed(app, 'POST', `${path}/pause`, { until: iso(now + act.ms), reason: 'Back later' });
      case 'resume':
        return allowed(app, 'POST', `${path}/resume`);
      case 'reassign':
        return allowed(app, 'POST', `${path}/reassign`, { repId: this.desk.idOf(act.rep), reason: 'Theirs' });
      case 'accept':
        return allowed(app, 'POST', `${path}/acknowledge`);
      case 'decline': {
        const { ownerId } = await app.must('GET', path);
        return ownerId !== this.desk.idOf(CY) && allowed(app, 'POST', `${path}/decline`, { reason: 'noTime' });
      }
      case 'close':
        return allowed(app, 'POST', `${path}/disposition`, { category: 'lost', reason: 'price' });
      default:
        throw new Error(`${act.do} is nothing that is done to a lead`);
    }
  }

  private async reach(
    app: TestApplication,
    { lead, milestone, name }: Extract<Act, { do: 'milestone' }>,
    occurredAt: string,
  ): Promise<boolean> {
    const path = `/v1/leads/${this.leads.get(lead)!.id}/milestones`;
    const isReached = await allowed(app, 'POST', path, { name, occurredAt });
    if (!isReached) return false;
    const told = await eventsOf(app, this.leads.get(lead)!.id, 'lead.milestone');
    const last = told.findLast(({ data }) => data.name === name && data.occurredAt === occurredAt);
    this.milestones.set(milestone, last!.data.milestoneId);
    return true;
  }

  /** The present state of the lead that an act concerns, or of all leads. */
  async see(app: TestApplication, act: Act): Promise<VisibleLead[]> {
    const leads = [...this.leads].filter(([name]) => !('lead' in act) || act.lead === name);
    return Promise.all(
      leads.map(async ([name, { id }]) => {
        const { data: deals } = await app.must('GET', `/v1/deals?leadId=${id}`);
        return this.seen(name, await app.must('GET', `/v1/leads/${id}`), deals);
      }),
    );
  }

  private seen(name: string, lead: Json, deals: readonly Json[]): VisibleLead {
    return {
      lead: name,
      status: lead.status,
      deal: deals.length === 0 ? null : deals.map(({ stage }) => stage).join(', '),
      owner: this.desk.nameOf(lead.ownerId),
      work: lead.workState,
      clocks: lead.clocks.map((clock: Json) => this.clockInWords(clock)).sort(),
    };
  }

  /** The events in the timeline of each lead, by its name. */
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

  /** Selects the fields that the model knows too. */
  private known(type: string, data: Json): object {
    const at = (text: string | null) => (text === null ? null : Date.parse(text));
    if (type === 'lead.assigned') return { to: this.desk.nameOf(data.repId) };
    if (type === 'lead.reassigned') {
      const [from, to] = [this.desk.nameOf(data.fromRepId), this.desk.nameOf(data.repId)];
      return { from, to, cause: data.cause, ...(data.bulkId !== undefined && { inBulk: true }) };
    }
    if (type === 'lead.touched') return { rep: this.desk.nameOf(data.repId) };
    if (!type.startsWith('sla.')) return {};
    const { kind, step, repId, dueAt, metAt, late, reason, share, wouldHave, pausedAt, resumesAt } = data;
    const why = type === 'sla.escalated' ? data.why : undefined;
    return {
      kind,
      ...(step !== undefined && { step }),
      rep: repId === null ? null : this.desk.nameOf(repId),
      due: at(dueAt),
      ...(data.state !== undefined && { state: data.state }),
      ...(metAt !== undefined && { metAt: at(metAt) }),
      ...(late !== undefined && { late }),
      ...(reason !== undefined && { reason }),
      ...(why !== undefined && { why }),
      ...(pausedAt !== undefined && { from: at(pausedAt), until: at(resumesAt) }),
      ...(share !== undefined && { share }),
      ...(wouldHave !== undefined && { wouldHave }),
    };
  }
}

/** Reports whether the request was allowed in the present state. */
async function allowed(app: TestApplication, method: string, path: string, body?: object): Promise<boolean> {
  const { status, body: told } = await app.ask(method, path, body);
  if (status >= 300 && status !== 409) throw new Error(`${method} ${path} → ${status} ${JSON.stringify(told)}`);
  return status < 300;
}
