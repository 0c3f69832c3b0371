import { Chance } from '../../src/demo/random.js';
import type { TestApplication } from './application.js';
import type { Answer } from './client.js';
import { HOUR, iso, MINUTE, SECOND } from './instants.js';
import type { Json } from './json.js';
import { aDesk, aLead, aPool, aRep, leadNow } from './people.js';
import { versionsOfPolicies } from './random-policies.js';

/** Likely outcomes by kind, with weights. */
const TOUCHES: readonly (readonly [number, { readonly kind: string; readonly outcome: string }])[] = [
  [5, { kind: 'call', outcome: 'noAnswer' }],
  [2, { kind: 'call', outcome: 'connected' }],
  [3, { kind: 'email', outcome: 'sent' }],
  [1, { kind: 'chat', outcome: 'connected' }],
  [1, { kind: 'meeting', outcome: 'booked' }],
  [2, { kind: 'meeting', outcome: 'noShow' }],
  [1, { kind: 'sms', outcome: 'sent' }],
];
/** Of three time zones; four digits complete them. */
const PHONES = ['+1212556', '+4930901', '+1808556'];

/**
 * Applies everything that can happen to leads, in an order that looks random and is the same for the same seed.
 * Refusals are expected: only a fault of the program ends the story.
 */
export class RandomStory {
  private readonly chance: Chance;
  private readonly leads: string[] = [];
  private readonly touches: { leadId: string; id: string }[] = [];
  private readonly holds: string[] = [];
  private reps: Json[] = [];
  private pools: Json[] = [];
  private policies: Json[] = [];
  private asked = 0;
  /** A log of the actions, for finding the cause of a failure. */
  readonly told: string[] = [];

  constructor(
    private readonly app: TestApplication,
    seed: string,
  ) {
    this.chance = new Chance(seed);
  }

  async begin(): Promise<void> {
    const boss = await aRep(this.app, 'Mia');
    for (const name of ['Ann', 'Bo', 'Cy', 'Di']) this.reps.push(await aRep(this.app, name, { managerId: boss.id }));
    const { pool } = await aDesk(this.app, this.reps);
    this.pools = [pool, await aPool(this.app, 'Second desk', this.reps.slice(1))];
    const settings = await this.app.must('GET', '/v1/settings');
    const hours = Object.fromEntries(['mon', 'tue', 'wed', 'thu', 'fri'].map((day) => [day, [['09:00', '18:00']]]));
    await this.app.must('PUT', '/v1/settings', {
      ...settings,
      defaultCountry: 'US',
      contactHours: { call: { hours } },
    });
    for (const source of ['web', 'ads']) {
      await this.app.must('POST', '/v1/sources', { code: source, duplicates: 'join' });
      const body = {
        ...this.aVersion(),
        name: source,
        when: { field: 'source', op: 'eq', value: source },
      };
      this.policies.push(await this.app.must('POST', '/v1/sla-policies', body));
    }
  }

  async tell(steps: number): Promise<void> {
    const verbs: readonly (readonly [number, () => Promise<unknown>])[] = [
      [18, () => this.arrives()],
      [14, () => this.touched()],
      [9, () => this.touchedBefore()],
      [5, () => this.touchedOften()],
      [8, () => this.voided()],
      [7, () => this.pausedByHand()],
      [3, () => this.act('resume')],
      [5, () => this.act('acknowledge')],
      [7, () => this.waitsOrNot()],
      [5, () => this.reassigned()],
      [4, () => this.disposed()],
      [3, () => this.act('reopen', { reason: 'They called' })],
      [1, () => this.act('milestones', { name: 'qualified' })],
      [8, () => this.inquires()],
      [2, () => this.merged()],
      [2, () => this.act('unmerge')],
      [2, () => this.held()],
      [2, () => this.released()],
      [2, () => this.undone()],
      [3, () => this.adopted()],
      [1, () => this.absent()],
      [24, () => this.timePasses()],
    ];
    for (let step = 0; step < steps; step += 1) await this.pick(verbs)();
  }

  /** Moves time far enough for everything pending to happen. */
  async end(): Promise<void> {
    for (const id of this.holds) await this.ask('DELETE', `/v1/enforcement/holds/${id}`);
    await this.app.moveBy(2 * HOUR);
  }

  private async arrives(): Promise<void> {
    const owner = this.pick([
      [1, {}],
      [1, { owner: { repId: this.one(this.reps).id } }],
    ]);
    const waits = this.pick([
      [4, {}],
      [1, { attributes: { waits: true } }],
    ]);
    const contact = {
      email: `lead${this.leads.length}@example.org`,
      phone: `${this.one(PHONES)}${1_000 + this.leads.length}`,
    };
    const lead = await aLead(this.app, { source: this.one(['web', 'ads']), contact, ...owner, ...waits });
    this.told.push(`arrives ${lead.id}`);
    this.leads.push(lead.id);
  }

  /** Sends another form of the person of a lead. */
  private async inquires(): Promise<void> {
    const id = this.aLead();
    if (id === undefined) return;
    const { contact, source } = await leadNow(this.app, { id });
    const { status, body } = await this.ask('POST', '/v1/leads', { source, contact: { email: contact.email } });
    if (status === 201) this.leads.push(body.id);
  }

  private merged(): Promise<unknown> {
    const into = this.aLead();
    return into === undefined ? Promise.resolve() : this.act('merge', { into });
  }

  private touched(): Promise<unknown> {
    return this.act('touches', this.aTouch());
  }

  /** Reports a touch late, possibly from a time when the lead had another owner. */
  private async touchedBefore(): Promise<void> {
    const id = this.aLead();
    if (id === undefined) return;
    await this.act('touches', this.aTouchBefore(await leadNow(this.app, { id })), id);
  }

  /** Reports several touches at once, for one lead or two. */
  private async touchedOften(): Promise<void> {
    const ids = [this.aLead(), this.aLead()].filter((id) => id !== undefined);
    if (ids.length === 0) return;
    const leads = await Promise.all(ids.map((id) => leadNow(this.app, { id })));
    const touches = Array.from({ length: this.between(2, 4) }, () => {
      const lead = this.one(leads);
      return {
        leadId: lead.id,
        ...this.pick([
          [2, this.aTouchBefore(lead)],
          [1, this.aTouch()],
        ]),
      };
    });
    const { body } = await this.ask('POST', '/v1/touches/batch', { touches });
    for (const { status, id, leadId, errors } of body.results) {
      if (status === 'recorded') this.touches.push({ leadId, id });
      if (errors?.some(({ code }: Json) => code === 'failed')) throw this.failed('a touch of a batch', errors);
    }
  }

  private async voided(): Promise<void> {
    if (this.touches.length === 0) return;
    const { leadId, id } = this.touches[this.between(Math.max(0, this.touches.length - 12), this.touches.length - 1)]!;
    await this.ask('POST', `/v1/leads/${leadId}/touches/${id}/void`, { reason: 'Never made' });
  }

  private pausedByHand(): Promise<unknown> {
    const ms = this.one([1, SECOND, 5 * MINUTE, 30 * MINUTE, 3 * HOUR, 30 * HOUR]);
    return this.act('pause', { until: iso(this.app.time.now() + ms), reason: 'Back later' });
  }

  private waitsOrNot(): Promise<unknown> {
    const id = this.aLead();
    const attributes = { waits: this.one([true, false, false]) };
    return id === undefined ? Promise.resolve() : this.ask('PATCH', `/v1/leads/${id}`, { attributes });
  }

  private reassigned(): Promise<unknown> {
    const to = this.pick([
      [3, { repId: this.one(this.reps).id }],
      [1, { poolId: this.one(this.pools).id }],
    ]);
    return this.act('reassign', { ...to, reason: 'Knows them' });
  }

  private disposed(): Promise<unknown> {
    const wakeAt = iso(this.app.time.now() + 90 * MINUTE);
    return this.act(
      'disposition',
      this.one<object>([
        { category: 'nurture', reason: 'not_now', fields: { wakeAt } },
        { category: 'recycle', reason: 'stale', fields: { recycleAfter: 'PT1H' } },
        { category: 'lost', reason: 'price' },
      ]),
    );
  }

  private async held(): Promise<void> {
    const scope = this.one<unknown>([
      'all',
      { source: 'web' },
      { policyId: this.one(this.policies).id },
      { poolId: this.one(this.pools).id },
    ]);
    const until = iso(this.app.time.now() + this.one([1, 10 * MINUTE, 2 * HOUR]));
    const { status, body } = await this.ask('POST', '/v1/enforcement/holds', { scope, until, reason: 'Dialler down' });
    if (status < 300) this.holds.push(body.id);
  }

  private async released(): Promise<void> {
    const id = this.holds.pop();
    if (id !== undefined) await this.ask('DELETE', `/v1/enforcement/holds/${id}`);
  }

  private undone(): Promise<unknown> {
    const now = this.app.time.now();
    return this.ask('POST', '/v1/enforcement/undo', { from: iso(now - 30 * MINUTE), to: iso(now) });
  }

  /** Checks that a dry run reports the same replanning as the change itself. */
  private async adopted(): Promise<void> {
    const { id, name } = this.one(this.policies);
    const {
      version: _,
      createdAt: __,
      updatedAt: ___,
      ...present
    } = await this.app.must('GET', `/v1/sla-policies/${id}`);
    const body = { ...this.aVersion(), name, when: present.when, applyTo: 'open' };
    // Pending absences would be applied with the change, but not with the dry run, so only a swept state is comparable.
    const isSwept = this.between(0, 1) === 0;
    if (isSwept) await this.app.settle();
    const rehearsed = await this.app.must('PUT', `/v1/sla-policies/${id}?dryRun=true`, body);
    const made = await this.app.must('PUT', `/v1/sla-policies/${id}`, body);
    this.told.push(`adopted ${made.version} ${JSON.stringify(body)}`);
    // On a slow machine the answer comes before the replanning is complete.
    if (isSwept && made.replanned?.complete && rehearsed.replanned?.clocks !== made.replanned.clocks)
      throw this.failed('what was rehearsed', [rehearsed.replanned, made.replanned]);
  }

  private absent(): Promise<unknown> {
    const now = this.app.time.now();
    const absence = { from: iso(now), to: iso(now + this.one([30 * MINUTE, 5 * HOUR])), reason: 'Ill' };
    const openLeads = this.one(['keep', 'reassignAll', 'reassignUntouched']);
    return this.ask('POST', `/v1/reps/${this.one(this.reps).id}/absences`, { ...absence, openLeads });
  }

  /** Moves time by a little, by much, or exactly until something of a lead is due. */
  private async timePasses(): Promise<void> {
    const now = this.app.time.now();
    const id = this.aLead();
    const clocks: Json[] = id === undefined ? [] : (await leadNow(this.app, { id })).clocks;
    const instants = clocks.flatMap(({ dueAt, resumesAt }) => [dueAt, resumesAt]).map((at) => Date.parse(at));
    const soon = instants.filter((at) => at > now && at < now + 12 * HOUR);
    const by = this.one([1, SECOND, MINUTE, 4 * MINUTE, 15 * MINUTE, HOUR, 9 * HOUR]);
    const at = soon.length > 0 && this.between(0, 1) === 0 ? this.one(soon) - this.one([0, 0, 1]) : now + by;
    this.told.push(`until ${iso(at)}`);
    // Sometimes time moves without a sweep, so that the next request finds things due.
    if (this.between(0, 4) === 0) this.app.time.moveTo(Math.max(at, now));
    else await this.app.moveTo(Math.max(at, now));
  }

  private aVersion(): object {
    return { ...this.one(versionsOfPolicies()), onInquiry: this.one(['renew', 'keep', 'restart']) };
  }

  private aTouch(): { kind: string; outcome: string } {
    return this.pick(TOUCHES);
  }

  private aTouchBefore({ receivedAt }: Json): object {
    const [from, now] = [Date.parse(receivedAt), this.app.time.now()];
    const occurredAt = iso(
      this.one([from, from + MINUTE, from + 3 * MINUTE, now - 10 * MINUTE, this.between(from, now)]),
    );
    const at = Date.parse(occurredAt);
    const by = this.pick([
      [2, {}],
      [1, { repId: this.one(this.reps).id }],
    ]);
    return { ...this.aTouch(), ...by, occurredAt: iso(Math.min(Math.max(at, from), now)) };
  }

  /** Returns a lead, more often a recent one. */
  private aLead(): string | undefined {
    const oldest = this.between(0, 2) === 0 ? 0 : Math.max(0, this.leads.length - 10);
    return this.leads[this.between(oldest, this.leads.length - 1)];
  }

  private async act(verb: string, body: object = {}, id = this.aLead()): Promise<void> {
    if (id === undefined) return;
    const answer = await this.ask('POST', `/v1/leads/${id}/${verb}`, body);
    if (verb === 'touches' && answer.status === 201) this.touches.push({ leadId: id, id: answer.body.id });
  }

  private async ask(method: string, path: string, body?: unknown): Promise<Answer> {
    const answer = await this.app.ask(method, path, body);
    this.told.push(`${iso(this.app.time.now())} ${method} ${path} ${JSON.stringify(body)} → ${answer.status}`);
    if (answer.status >= 500) throw this.failed(`${method} ${path}`, answer.body);
    return answer;
  }

  private failed(what: string, why: unknown): Error {
    return new Error(`${what} failed: ${JSON.stringify(why)}\n${this.told.slice(-20).join('\n')}`);
  }

  private pick<T>(choices: readonly (readonly [number, T])[]): T {
    this.asked += 1;
    return this.chance.pick(choices, this.asked);
  }

  private one<T>(choices: readonly T[]): T {
    return choices[this.between(0, choices.length - 1)]!;
  }

  private between(from: number, to: number): number {
    this.asked += 1;
    return this.chance.between(from, to, this.asked);
  }
}
