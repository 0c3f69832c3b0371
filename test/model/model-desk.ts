import { ModelLead, type Surroundings } from './model-lead.js';
import type { Clock } from './promise.js';
import { type Act, happenedAt, type Moment, REPS, type Story } from './story.js';
import { sweep } from './sweeping.js';
import { type Touch, take, tenureAt } from './touching.js';
import type { Stretch, Week } from './working-hours.js';

/** A lead as it can be seen from outside, at one moment. */
export interface Seen {
  readonly lead: string;
  readonly status: string;
  readonly owner: string;
  readonly work: string;
  readonly clocks: readonly string[];
}

export type Chooses = Surroundings['chooses'];

/** Everything of one story, in memory: what the engine has to come to. */
export class ModelDesk implements Surroundings {
  readonly leads = new Map<string, ModelLead>();
  private readonly touches = new Map<string, { lead: ModelLead; touch: Touch }>();
  week: Week;
  policy: Story['policy'];

  constructor(
    { week, policy }: Story,
    readonly chooses: Chooses,
  ) {
    this.week = week;
    this.policy = policy;
  }

  awayOf(_rep: number): readonly Stretch[] {
    return [];
  }

  /** @returns whether it may be done */
  live(moment: Moment, now: number): boolean {
    if (moment.do !== 'sweep') return this.act(moment, now);
    for (const lead of this.leads.values()) sweep(lead, now);
    return true;
  }

  private act(act: Act, now: number): boolean {
    if (act.do === 'arrive') {
      const lead = new ModelLead(act.lead, now, this);
      this.leads.set(act.lead, lead);
      lead.arrive(act.owner, now);
      return true;
    }
    const lead = this.leads.get(act.lead)!;
    switch (act.do) {
      case 'touch':
        this.touch(lead, act, now);
        return true;
      case 'close':
        if (!lead.isOpen) return false;
        lead.close(now);
        return true;
    }
  }

  private touch(lead: ModelLead, act: Extract<Act, { do: 'touch' }>, now: number): void {
    const at = happenedAt(act.when, lead.receivedAt, now);
    const rep = act.rep ?? lead.tenures[tenureAt(lead, at)]!.rep;
    const touch = { name: act.touch, kind: act.kind, outcome: act.outcome, at, rep, recordedAt: now };
    this.touches.set(act.touch, { lead, touch });
    take(lead, touch);
  }

  see(): Seen[] {
    return [...this.leads.values()].map((lead) => ({
      lead: lead.name,
      status: lead.isOpen ? 'open' : 'lost',
      owner: REPS[lead.owner]!,
      work: lead.work,
      clocks: lead.clocks.map((clock) => inWords(clock, lead)).sort(),
    }));
  }
}

function inWords(clock: Clock, lead: ModelLead): string {
  const { kind, step, rep, state, start, metAt, breachedAt, endReason, paused } = clock;
  const { opens, due } = lead.windowOf(clock);
  return clockInWords({
    kind,
    step,
    rep: rep === null ? null : REPS[rep]!,
    state: paused === null ? state : 'paused',
    start,
    opens,
    due,
    metAt,
    breachedAt,
    endReason,
  });
}

export interface ClockSeen {
  readonly kind: string;
  readonly step: number | null;
  readonly rep: string | null;
  readonly state: string;
  readonly start: number;
  readonly opens: number | null;
  readonly due: number | null;
  readonly metAt: number | null;
  readonly breachedAt: number | null;
  readonly endReason: string | null;
}

/** In one line, the same of the model and of the engine. */
export function clockInWords({ kind, step, rep, state, endReason, ...instants }: ClockSeen): string {
  const told = Object.entries(instants).map(([name, at]) => (at === null ? '' : ` ${name} ${instant(at)}`));
  return `${kind}${step ?? ''} ${rep ?? 'company'} ${state}${endReason === null ? '' : ` (${endReason})`}${told.join('')}`;
}

/** A day of the week and a time: `Mon 2 10:05:00.000`. */
export function instant(at: number): string {
  if (!Number.isFinite(at)) return 'never';
  const [day, , , , time] = new Date(at).toUTCString().replace(',', '').split(' ');
  return `${day} ${new Date(at).getUTCDate()} ${time}.${String(new Date(at).getUTCMilliseconds()).padStart(3, '0')}`;
}
