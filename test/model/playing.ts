import type { TestApplication } from '../support/application.js';
import type { Json } from '../support/json.js';
import { aLead, eventsOf } from '../support/people.js';
import { type Desk, HANDED_OVER } from './desk.js';
import type { Happening } from './diary.js';
import { clockInWords, dealsInWords, type VisibleLead } from './in-words.js';
import { type Act, CONSENT_OF, CY, happenedAt } from './story.js';

const iso = (at: number) => new Date(at).toISOString();

/** How leads are closed; those that are nurtured come back by themselves when no story is played any more. */
const DISPOSITIONS = {
  lost: { category: 'lost', reason: 'price' },
  nurture: { category: 'nurture', reason: 'not_now', fields: { wakeAt: '2090-01-02T09:00:00.000Z' } },
  fraud: { category: 'lost', reason: 'fraud' },
} as const;

/** One story as it is played at a desk of the real engine. */
export class Play {
  private readonly leads = new Map<string, Json>();
  private readonly touches = new Map<string, string>();
  private readonly milestones = new Map<string, string>();
  private readonly bulks = new Map<string, string>();
  private readonly closings = new Map<string, string>();
  private readonly parted = new Set<string>();
  private readonly holds: { id: string; until: number }[] = [];

  constructor(private readonly desk: Desk) {}

  /** @returns whether the act was allowed */
  async act(app: TestApplication, act: Act, now: number): Promise<boolean> {
    switch (act.do) {
      case 'arrive': {
        const owner = { repId: this.desk.idOf(act.owner) };
        const campaign = act.handsOver === true ? HANDED_OVER : 'None';
        const { source } = this.desk;
        // A company of its own: what is won makes accounts, whose owners get the further leads of their companies.
        const contact = { email: `kim@${act.lead.replace(' ', '')}-${now}-${source}.example` };
        const adUserData = CONSENT_OF[act.owner]!;
        const consent = adUserData === null ? undefined : { adUserData };
        this.leads.set(act.lead, await aLead(app, { source, campaign, contact, owner, consent }));
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

  private async reassignAll(app: TestApplication, { move, to }: Extract<Act, { do: 'bulk' }>): Promise<boolean> {
    const ids = [...this.leads.values()].map(({ id }) => id);
    if (ids.length === 0) return false;
    const body = { ids, to: this.desk.target(to), reason: 'Another region' };
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
    const lead = this.leads.get(act.lead);
    if (lead === undefined) return false;
    const path = `/v1/leads/${lead.id}`;
    switch (act.do) {
      case 'touch': {
        const { kind, outcome, when, rep, meetingIn } = act;
        const occurredAt = iso(happenedAt(when, Date.parse(lead.receivedAt), now));
        const by = rep === null ? {} : { repId: this.desk.idOf(rep) };
        const booked = meetingIn === null ? {} : { meetingAt: iso(now + meetingIn) };
        const touch = await app.must('POST', `${path}/touches`, { kind, outcome, occurredAt, ...by, ...booked });
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
      case 'ask': {
        return this.ask(app, act);
      }
      case 'reassign':
        return allowed(app, 'POST', `${path}/reassign`, { ...this.desk.target(act.to), reason: 'Theirs' });
      case 'deal':
        return this.deal(app, act);
      case 'merge':
        return allowed(app, 'POST', `${path}/merge`, { into: this.leads.get(act.into)!.id });
      case 'unmerge':
        return allowed(app, 'POST', `${path}/unmerge`);
      case 'accept':
        return allowed(app, 'POST', `${path}/acknowledge`);
      case 'decline': {
        const { ownerId } = await app.must('GET', path);
        return ownerId !== this.desk.idOf(CY) && allowed(app, 'POST', `${path}/decline`, { reason: 'noTime' });
      }
      case 'close':
        return allowed(app, 'POST', `${path}/disposition`, DISPOSITIONS[act.as]);
      default:
        throw new Error(`${act.do} is nothing that is done to a lead`);
    }
  }

  private async ask(app: TestApplication, { lead: name, own }: Extract<Act, { do: 'ask' }>): Promise<boolean> {
    const { id } = this.leads.get(name)!;
    const { status, source, contact } = await app.must('GET', `/v1/leads/${id}`);
    if (this.parted.has(name) || status === 'suppressed') return false;
    const form = await app.must('POST', '/v1/leads', { source, contact: { email: contact.email } });
    if (form.joined === true && form.id !== id) throw new Error(`The form of ${id} joined ${form.id}`);
    if (form.id === id) return true;
    this.parted.add(name);
    this.leads.set(own, form);
    return true;
  }

  private async deal(app: TestApplication, { lead, what, rep }: Extract<Act, { do: 'deal' }>): Promise<boolean> {
    const leadId: string = this.leads.get(lead)!.id;
    const { data } = await app.must('GET', `/v1/deals?leadId=${leadId}`);
    const deals = (data as Json[]).sort((one, other) => (one.id < other.id ? -1 : 1));
    const open = deals.find(({ stage }) => stage === 'open');
    const ended = deals.findLast(({ stage }) => stage !== 'open');
    switch (what) {
      case 'openDeal': {
        const { status } = await app.must('GET', `/v1/leads/${leadId}`);
        const worth = { account: { name: `Customer ${leadId}` }, amount: '9000.00', currency: 'EUR' };
        const body = { name: lead, leadId, ownerRepId: this.desk.idOf(rep), ...worth };
        return status !== 'suppressed' && allowed(app, 'POST', '/v1/deals', body);
      }
      case 'winDeal':
        return open !== undefined && allowed(app, 'POST', `/v1/deals/${open.id}/win`);
      case 'loseDeal':
      case 'loseDealAlone': {
        const kept = what === 'loseDealAlone' ? { lead: 'keep' } : {};
        return open !== undefined && allowed(app, 'POST', `/v1/deals/${open.id}/lose`, { reason: 'price', ...kept });
      }
      case 'reopenDeal':
        return ended !== undefined && allowed(app, 'POST', `/v1/deals/${ended.id}/reopen`);
    }
  }

  private async reach(
    app: TestApplication,
    { lead, milestone, name }: Extract<Act, { do: 'milestone' }>,
    occurredAt: string,
  ): Promise<boolean> {
    const path = `/v1/leads/${this.leads.get(lead)!.id}`;
    if (name === 'opportunity' && (await app.must('GET', path)).ownerId === null) return false;
    const isReached = await allowed(app, 'POST', `${path}/milestones`, { name, occurredAt });
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
        const { data: joined } = await app.must('GET', `/v1/leads/${id}/inquiries`);
        return this.seen(name, await app.must('GET', `/v1/leads/${id}`), deals, joined.length);
      }),
    );
  }

  private seen(name: string, lead: Json, deals: readonly Json[], joined: number): VisibleLead {
    return {
      lead: name,
      status: lead.status,
      cycle: lead.cycle,
      deal: deals.length === 0 ? null : dealsInWords(deals as { stage: string }[]),
      owner: lead.ownerId === null ? 'nobody' : this.desk.nameOf(lead.ownerId),
      work: lead.workState,
      consent: lead.consent?.adUserData ?? null,
      joined,
      clocks: lead.clocks
        .filter(isPromise)
        .map((clock: Json) => this.clockInWords(clock))
        .sort(),
    };
  }

  /** The events in the timeline of each lead, by its name. */
  async timelines(app: TestApplication): Promise<Map<string, Happening[]>> {
    const told = new Map<string, Happening[]>();
    for (const [name, { id }] of this.leads) {
      const { data } = await app.must('GET', `/v1/leads/${id}/timeline?limit=1000`);
      told.set(
        name,
        data.filter(({ data: { kind } }: Json) => isPromise({ kind })).map((event: Json) => this.happening(event)),
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

  private move({ fromRepId: from, repId: to, cause, bulkId }: Json): object {
    return {
      ...(from !== undefined && { from: this.desk.nameOf(from) }),
      ...(to !== undefined && { to: this.desk.nameOf(to) }),
      cause,
      ...(bulkId !== undefined && { inBulk: true }),
    };
  }

  /** Selects the fields that the model knows too. */
  private known(type: string, data: Json): object {
    const at = (text: string | null) => (text === null ? null : Date.parse(text));
    if (['lead.queued', 'lead.assigned', 'lead.reassigned'].includes(type)) return this.move(data);
    if (type === 'lead.reopened') return { by: data.by, ...(data.why !== undefined && { why: data.why }) };
    if (type === 'lead.disposed') return data.restsOn === undefined ? {} : { by: 'unreachable' };
    if (type === 'lead.touched') return { rep: data.repId === null ? null : this.desk.nameOf(data.repId) };
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

/** Leads that are nurtured have a clock that brings them back, which promises nothing. */
function isPromise({ kind }: Json): boolean {
  return kind !== 'nurtureWake';
}
