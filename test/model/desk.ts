import type { TestApplication } from '../support/application.js';
import type { Json } from '../support/json.js';
import { aPool, aRep } from '../support/people.js';
import { ACCEPT_WITHIN, MAY_DECLINE_WITHIN } from './handing-over.js';
import type { Action, Policy } from './promise.js';
import { type Act, POOLS, type Pool, REPS, type Story, type Target } from './story.js';
import type { Week } from './working-hours.js';

const iso = (at: number) => new Date(at).toISOString();
const DAYS = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'];
const inHours = (minutes: number) =>
  `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`;
const inSeconds = (ms: number) => `PT${ms / 1_000}S`;
/** The campaign of leads that a rule hands over. */
export const HANDED_OVER = 'Handed over';

type ChangingAct = Extract<Act, { do: 'away' | 'hours' | 'policy' }>;

/** An independent desk in the real engine: three reps, their pool, hours, policy and source. */
export class Desk {
  private constructor(
    readonly source: string,
    readonly rules: readonly object[],
    private readonly reps: readonly Json[],
    private readonly calendar: Json,
    private readonly policyId: string,
    private readonly pools: Readonly<Record<Pool, string>>,
  ) {}

  static async make(app: TestApplication, number: number): Promise<Desk> {
    const source = `desk${number}`;
    await app.must('POST', '/v1/sources', { code: source, duplicates: 'join' });
    const calendar = await app.must('POST', '/v1/calendars', { name: source, ...calendarOf(ANY_WEEK) });
    const reps: Json[] = [];
    for (const name of REPS) reps.push(await aRep(app, `${name}.${source}`, { calendarId: calendar.id }));
    const when = { field: 'source', op: 'eq', value: source };
    const body = { name: source, when, firstTouch: { within: 'PT1H' } };
    const policy = await app.must('POST', '/v1/sla-policies', body);
    const members = (name: Pool) => POOLS[name].map((rep) => reps[rep]!);
    const make = async (name: Pool, fields = {}): Promise<string> =>
      (await aPool(app, `${name} of ${source}`, members(name), { calendarId: calendar.id, ...fields })).id;
    const decline = { within: inSeconds(MAY_DECLINE_WITHIN) };
    const pools = { team: await make('team'), closers: await make('closers', { decline }), solo: await make('solo') };
    const rules = [
      { name: source, when, assign: { poolId: pools.team } },
      {
        name: `handover of ${source}`,
        on: 'milestone:qualified',
        when: { all: [when, { field: 'campaign', op: 'eq', value: HANDED_OVER }] },
        assign: { poolId: pools.closers },
        acceptWithin: inSeconds(ACCEPT_WITHIN),
      },
    ];
    return new Desk(source, rules, reps, calendar, policy.id, pools);
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

  target(to: Target): { readonly repId: string } | { readonly poolId: string } {
    return 'rep' in to ? { repId: this.idOf(to.rep) } : { poolId: this.pools[to.pool] };
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

const UNREACHABLE = { category: 'lost', reason: 'unresponsive_after_contact' };

const actions = (chain: readonly Action[]) =>
  chain.map(({ after, do: what }) => ({
    after: inSeconds(after),
    do: what,
    ...(what === 'escalate' && { to: 'queueOwner' }),
  }));

function bodyOf(policy: Policy, calendarId: string): object {
  const { mode, time, grace, steps, decideWithin, unreachable, onInquiry } = policy;
  return {
    onInquiry,
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
    ...(unreachable !== null && {
      // biome-ignore lint/suspicious/noThenProperty: the word of the API, and no function
      unreachable: { attempts: unreachable.attempts, over: inSeconds(unreachable.over), then: UNREACHABLE },
    }),
    ...(decideWithin !== null && { decideWithin: inSeconds(decideWithin) }),
  };
}
