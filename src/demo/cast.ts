import { type Instant, MS_PER_HOUR, MS_PER_MINUTE, toIso } from '../platform/values/duration.js';
import type { ApiClient } from './api-client.js';
import { answerAfterMs, pauseMs, type Step, wakeAt } from './behaviour.js';
import type { FeedEvent } from './feed-reader.js';
import type { DemoPlayer, Organisation } from './founding.js';
import { close, follow, type Play } from './play.js';
import type { Chance } from './random.js';

/** A planned action. It is dropped if `turn` no longer equals that of the play when its time comes. */
export type Plan =
  | { readonly kind: 'step'; readonly play: Play; readonly turn: number }
  | { readonly kind: 'upload'; readonly play: Play; readonly touch: LoggedContact }
  | { readonly kind: 'contactAsksAgain'; readonly play: Play; readonly turn: number }
  | { readonly kind: 'lookAfter'; readonly play: Play; readonly turn: number; readonly managerId: string };

/** A call or mail as the system that carried it reports it. */
interface LoggedContact {
  readonly leadId: string;
  readonly occurredAt: string;
  readonly externalId: string;
}

/** A milestone or disposition for the CRM to report. */
interface Noted {
  readonly path: 'milestones' | 'dispositions';
  readonly by: DemoPlayer;
  readonly leadId: string;
  readonly body: object;
}

export interface Manner {
  /** Whether the CRM reports milestones and dispositions in batches, instead of each rep one at a time. */
  readonly byCrm: boolean;
}

type Planner = (at: Instant, plan: Plan) => void;

const ASKS_AGAIN = 0.15;
const BATCH_MAX = 1_000;
const RESTS_ON_ATTEMPTS: ReadonlySet<string> = new Set(['unreachable', 'stale', 'unresponsive_after_contact']);
/** The path on a lead that records a single entry. */
const SINGLE = { milestones: 'milestones', dispositions: 'disposition' } as const;

/** The reps and their managers: reacts to events of the feed, and acts over HTTP. */
export class Cast {
  /** Touches that the phone and mail systems have yet to report. */
  private touches: LoggedContact[] = [];
  private noted: Noted[] = [];

  constructor(
    private readonly organisation: Organisation,
    private readonly chance: Chance,
    private readonly plan: Planner,
    private readonly manner: Manner,
  ) {}

  /** Applies an event to a play, and plans the actions that follow from it. */
  hear(play: Play, event: FeedEvent): void {
    follow(play, event, this.chance);
    const at = Date.parse(event.occurredAt);
    if (event.type === 'lead.assigned' || event.type === 'lead.reassigned') this.planAnswer(play, at);
    if (event.type === 'sla.escalated' && typeof event.data.toRepId === 'string') {
      this.planLookAfter(play, event.data.toRepId, at);
    }
  }

  /** @param now when the action happens; the clock may already be later */
  async act(plan: Plan, now: Instant): Promise<void> {
    const { play } = plan;
    switch (plan.kind) {
      case 'upload':
        this.touches.push(plan.touch);
        return;
      case 'contactAsksAgain':
        if (!play.isOpen && plan.turn === play.turn) await this.askAgain(play, now);
        return;
      case 'lookAfter':
        if (play.isOpen && plan.turn === play.turn && play.stepsDone === 0)
          await this.lookAfter(play, plan.managerId, now);
        return;
      case 'step':
        if (play.isOpen && plan.turn === play.turn) await this.takeStep(play, now);
        return;
      default:
        plan satisfies never;
    }
  }

  /** Reports everything that the phone and mail systems and the CRM collected since the last call. */
  async report(): Promise<void> {
    const { touches, noted } = this;
    this.touches = [];
    this.noted = [];
    await this.reportMany('touches', this.organisation.phone, touches);
    for (const path of ['milestones', 'dispositions'] as const) {
      const entries = noted.filter((each) => each.path === path).map(({ leadId, body }) => ({ leadId, ...body }));
      await this.reportMany(path, this.organisation.crm, entries);
    }
  }

  private async reportMany(what: 'touches' | Noted['path'], api: ApiClient, entries: readonly object[]): Promise<void> {
    for (let from = 0; from < entries.length; from += BATCH_MAX) {
      const batch = { [what]: entries.slice(from, from + BATCH_MAX) };
      const { results } = await api.post<{ results: BatchResult[] }>(`/v1/${what}/batch`, batch);
      const refused = results.find(({ status }) => status !== 'recorded');
      if (refused !== undefined) throw new Error(`Of ${what} one was not recorded: ${JSON.stringify(refused)}`);
    }
  }

  /** Sends the entry as the rep, or queues it for the CRM's next batch. */
  private async note(noted: Noted): Promise<void> {
    if (this.manner.byCrm) {
      this.noted.push(noted);
      return;
    }
    // Reps who have tried too little are refused these reasons, so their managers close the leads.
    const { manager } = noted.by.rep;
    const isUnproven = 'reason' in noted.body && RESTS_ON_ATTEMPTS.has(String(noted.body.reason));
    const by = isUnproven && manager !== undefined ? this.named(manager) : noted.by;
    await by.api.post(`/v1/leads/${noted.leadId}/${SINGLE[noted.path]}`, noted.body);
  }

  private planAnswer(play: Play, at: Instant): void {
    const { number, cycle, turn } = play;
    const player = this.ownerOf(play);
    const afterMs = answerAfterMs(player.rep.temper, this.chance, number, cycle, turn);
    if (afterMs === null || play.stepsDone >= play.script.length) return;
    this.plan(atWork(player, at, afterMs), { kind: 'step', play, turn });
  }

  private async takeStep(play: Play, now: Instant): Promise<void> {
    const player = this.ownerOf(play);
    const step = play.script[play.stepsDone]!;
    play.stepsDone += 1;
    await this.carryOut(step, play, player, now);
    const next = play.script[play.stepsDone];
    if (!play.isOpen || next === undefined) return;
    const { turn, number, cycle, stepsDone } = play;
    this.plan(atWork(player, now, pauseMs(next, this.chance, number, cycle, stepsDone)), { kind: 'step', play, turn });
  }

  private async carryOut(step: Step, play: Play, player: DemoPlayer, now: Instant): Promise<void> {
    const common = { by: player, leadId: play.id };
    switch (step.kind) {
      case 'touch':
        this.touch(step, play, player, now);
        return;
      case 'milestone': {
        if (step.name === 'won') close(play);
        const body = { name: step.name, occurredAt: toIso(now), ...worthOf(step.name, play, this.chance) };
        await this.note({ ...common, path: 'milestones', body });
        return;
      }
      case 'close': {
        close(play);
        const { category, reason, note, wakesAfterMs } = step;
        const fields = wakesAfterMs === undefined ? step.fields : { wakeAt: toIso(wakeAt(now, wakesAfterMs)) };
        const body = { category, reason, ...(note && { note }), ...(fields && { fields }) };
        await this.note({ ...common, path: 'dispositions', body });
        this.planReturn(step, play, now);
        return;
      }
      default:
        step satisfies never;
    }
  }

  /** Reports a touch through the phone or mail system, at once or, for some calls, with a later upload. */
  private touch(step: Step & { kind: 'touch' }, play: Play, { id: repId }: DemoPlayer, now: Instant): void {
    const { by: kind, outcome } = step;
    const { number, cycle, stepsDone } = play;
    const talkSeconds = outcome === 'connected' ? this.chance.between(60, 900, 'talk', number, cycle) : 0;
    const touch = {
      leadId: play.id,
      kind,
      outcome,
      ...(kind === 'call' && { durationSeconds: talkSeconds }),
      occurredAt: toIso(now),
      repId,
      externalId: `${kind}-${number}-${cycle}-${stepsDone}`,
    };
    if (step.reportedAfterMs === 0) this.touches.push(touch);
    else this.plan(now + step.reportedAfterMs, { kind: 'upload', play, touch });
  }

  /** Some contacts of nurtured leads write again before the lead wakes. */
  private planReturn(step: Step & { kind: 'close' }, play: Play, now: Instant): void {
    if (step.category !== 'nurture' || this.chance.of('asks again', play.number) >= ASKS_AGAIN) return;
    const afterMs = this.chance.between(1, 18, 'asks again after', play.number) * MS_PER_HOUR;
    this.plan(now + afterMs, { kind: 'contactAsksAgain', play, turn: play.turn });
  }

  private async askAgain(play: Play, now: Instant): Promise<void> {
    const body = { kind: 'email', direction: 'inbound', outcome: 'replied', occurredAt: toIso(now) };
    await this.organisation.phone.post(`/v1/leads/${play.id}/touches`, body);
  }

  private planLookAfter(play: Play, managerId: string, at: Instant): void {
    const manager = this.organisation.players.get(managerId)!;
    const afterMs = this.chance.between(5, 40, 'look after', play.number, play.turn) * MS_PER_MINUTE;
    this.plan(atWork(manager, at, afterMs), { kind: 'lookAfter', play, turn: play.turn, managerId });
  }

  /** A manager notified of an untouched lead calls, or reassigns it to a rep who is at work. */
  private async lookAfter(play: Play, managerId: string, now: Instant): Promise<void> {
    const manager = this.organisation.players.get(managerId)!;
    if (play.ownerId === null || !this.mayWork(manager, this.ownerOf(play))) return;
    const { id, number, turn } = play;
    const free = [...this.organisation.players.values()].filter(
      (player) => player.id !== play.ownerId && this.mayWork(manager, player) && player.working.isOpenAt(now),
    );
    if (free.length === 0 || this.chance.of('manager', number, turn) < 0.5) {
      const call = { kind: 'call', outcome: 'voicemail', repId: managerId, occurredAt: toIso(now) };
      await manager.api.post(`/v1/leads/${id}/touches`, call);
      return;
    }
    const { id: repId } = free[this.chance.between(0, free.length - 1, 'colleague', number, turn)]!;
    const reason = 'Taken over by hand after an escalation';
    // Another manager may have been notified too, and act at the same moment.
    play.turn += 1;
    await manager.api.post(`/v1/leads/${id}/reassign`, { repId, reason, expectedOwnerId: play.ownerId });
  }

  /** A manager may act for those below them in the hierarchy, as the scope `manager` allows. */
  private mayWork(manager: DemoPlayer, player: DemoPlayer): boolean {
    const above = player.rep.manager;
    return player === manager || (above !== undefined && this.mayWork(manager, this.named(above)));
  }

  private named(name: string): DemoPlayer {
    return [...this.organisation.players.values()].find((player) => player.rep.name === name)!;
  }

  private ownerOf(play: Play): DemoPlayer {
    return this.organisation.players.get(play.ownerId!)!;
  }
}

interface BatchResult {
  readonly status: string;
}

function atWork({ working }: DemoPlayer, from: Instant, workMs: number): Instant {
  return working.deadline(from, { days: 0, ms: Math.floor(workMs) });
}

function worthOf(name: string, play: Play, chance: Chance): object {
  if (name === 'qualified') return {};
  return { value: { amount: `${chance.between(8, 240, 'amount', play.number) * 100}.00`, currency: 'EUR' } };
}
