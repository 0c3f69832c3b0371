import type { SteppedTime } from '../platform/running/time-source.js';
import { type Instant, MS_PER_HOUR } from '../platform/values/duration.js';
import { type ApiClient, UnexpectedAnswerError } from './api-client.js';
import { Agenda, arrivalsOf, endOfWeek } from './arrivals.js';
import { Cast, type Plan } from './cast.js';
import { type FeedEvent, FeedReader } from './feed-reader.js';
import { fieldOf } from './files.js';
import { type Organisation, report } from './founding.js';
import { newPlay, onGrid, type Pace, type Play, settleDue } from './play.js';
import type { Chance } from './random.js';
import type { MappedLead } from './row.js';
import { ABSENCES, type DemoAbsence, UNAVAILABLE, WEEK_BEGINS } from './staff.js';

/** Continues into the Monday after the week, on which the weekend's leads are answered. */
const AFTERWARDS_MS = 22 * MS_PER_HOUR;
const BATCH_MAX = 1_000;
/** About as many concurrent requests as a few browsers make. */
const AT_ONCE = 16;

type Item =
  | Plan
  | { readonly kind: 'arrival'; readonly number: number }
  | { readonly kind: 'absence'; readonly absence: DemoAbsence }
  | { readonly kind: 'unavailable' };

interface PlannedItem {
  readonly at: Instant;
  readonly item: Item;
}

/** The order within one instant: work that was due is done before it can be missed. New leads come last. */
const ORDER: readonly { readonly kinds: readonly Item['kind'][]; readonly atOnce: number }[] = [
  { kinds: ['step', 'upload'], atOnce: AT_ONCE },
  // One at a time, because the order decides who gets a lead.
  { kinds: ['lookAfter', 'contactAsksAgain'], atOnce: 1 },
  { kinds: ['absence', 'unavailable'], atOnce: 1 },
];

const HEARD = ['lead.*', 'sla.escalated', 'sla.corrected'];

interface WeekParts {
  readonly organisation: Organisation;
  readonly admin: ApiClient;
  readonly leads: readonly MappedLead[];
  readonly time: SteppedTime;
  /** Runs the engine on what is due. @returns the time of the next due item */
  readonly settle: () => Promise<Instant | null>;
  readonly chance: Chance;
  readonly pace: Pick<Pace, 'gridMs' | 'manner'>;
  readonly audience?: Audience;
}

export interface Audience {
  /** Called after each instant at which something happened. */
  see(now: Instant, events: readonly FeedEvent[]): Promise<void>;
}

export interface RefusedLine {
  /** The row in the file. */
  readonly row: number;
  readonly why: string;
}

/** Plays one week: steps from one due instant to the next, and runs the engine in between. */
export class Week {
  readonly endsAt = endOfWeek(WEEK_BEGINS) + AFTERWARDS_MS;
  readonly refused: RefusedLine[] = [];
  /** Lines of leads that repeat the source and external id of another. */
  readonly repeated: number[] = [];
  private readonly agenda = new Agenda<PlannedItem>();
  private readonly plays = new Map<string, Play>();
  private readonly cast: Cast;
  private readonly feed: FeedReader;

  constructor(private readonly parts: WeekParts) {
    const { organisation, chance, leads } = parts;
    const { gridMs, manner } = parts.pace;
    this.cast = new Cast(organisation, chance, (at, plan) => this.plan(at, plan), manner);
    this.feed = new FeedReader(organisation.reader, HEARD);
    const arrivals = arrivalsOf(leads.length, WEEK_BEGINS, gridMs, chance);
    for (const [number, at] of arrivals.entries()) this.plan(at, { kind: 'arrival', number });
    for (const absence of ABSENCES.filter(({ reportedAt }) => reportedAt !== undefined)) {
      this.plan(Date.parse(absence.reportedAt!), { kind: 'absence', absence });
    }
    this.plan(UNAVAILABLE.at, { kind: 'unavailable' });
  }

  async run(): Promise<void> {
    const { time, audience, pace } = this.parts;
    let due = await settleDue(this.parts);
    for (;;) {
      const next = onGrid(Math.min(this.agenda.nextAt ?? this.endsAt, due ?? this.endsAt), pace.gridMs);
      if (next >= this.endsAt) break;
      time.moveTo(Math.max(next, time.now()));
      await this.act(this.agenda.take(time.now()));
      due = await settleDue(this.parts);
      const events = await this.listen();
      await audience?.see(time.now(), events);
    }
    time.moveTo(this.endsAt);
    await settleDue(this.parts);
  }

  private plan(at: Instant, item: Item): void {
    this.agenda.plan(onGrid(at, this.parts.pace.gridMs), { at, item });
  }

  private async act(planned: readonly PlannedItem[]): Promise<void> {
    for (const { kinds, atOnce } of ORDER) {
      const together = planned.filter(({ item }) => kinds.includes(item.kind));
      for (let from = 0; from < together.length; from += atOnce) {
        await Promise.all(together.slice(from, from + atOnce).map(({ item, at }) => this.actOne(item, at)));
      }
      await this.cast.report();
    }
    const numbers = planned.flatMap(({ item }) => (item.kind === 'arrival' ? [item.number] : []));
    for (let from = 0; from < numbers.length; from += BATCH_MAX) await this.send(numbers.slice(from, from + BATCH_MAX));
  }

  private async actOne(item: Item, at: Instant): Promise<void> {
    const { admin, organisation } = this.parts;
    switch (item.kind) {
      case 'arrival':
        return;
      case 'absence':
        await report(admin, idsOf(organisation), item.absence);
        return;
      case 'unavailable': {
        const id = idsOf(organisation).get(UNAVAILABLE.rep);
        await admin.put(`/v1/reps/${id}/availability`, { available: false, until: UNAVAILABLE.until });
        return;
      }
      default:
        await this.cast.act(item, at);
    }
  }

  private async send(numbers: readonly number[]): Promise<void> {
    const bodies = numbers.map((number) => this.parts.leads[number]!.body);
    if (bodies.length === 1) return this.sendOne(numbers[0]!, bodies[0]!);
    const { results } = await this.parts.organisation.intake.post<{ results: BatchResult[] }>('/v1/leads/batch', {
      leads: bodies,
    });
    for (const { index, status, id, errors } of results) this.take(numbers[index]!, status, id, errors);
  }

  private async sendOne(number: number, body: object): Promise<void> {
    try {
      const { id } = await this.parts.organisation.intake.post<{ id: string }>('/v1/leads', body);
      this.take(number, this.plays.has(id) ? 'existing' : 'created', id);
    } catch (error) {
      if (!(error instanceof UnexpectedAnswerError) || error.status !== 422) throw error;
      this.take(number, 'invalid', undefined, (JSON.parse(error.body) as { errors: BatchResult['errors'] }).errors);
    }
  }

  private take(number: number, status: BatchResult['status'], id?: string, errors: BatchResult['errors'] = []): void {
    const { leads, chance } = this.parts;
    if (status === 'created') this.plays.set(id!, newPlay(id!, number, leads[number]!, chance));
    else if (status === 'existing') this.repeated.push(leads[number]!.row);
    else {
      const why = errors.map(({ pointer, message }) => `${fieldOf(pointer)}: ${message}`).join(' ');
      this.refused.push({ row: leads[number]!.row, why });
    }
  }

  private async listen(): Promise<FeedEvent[]> {
    const events = await this.feed.read();
    for (const event of events) {
      const play = this.plays.get(event.subject.id);
      if (play !== undefined) this.cast.hear(play, event);
    }
    return events;
  }
}

interface BatchResult {
  readonly index: number;
  readonly status: 'created' | 'existing' | 'invalid';
  readonly id?: string;
  readonly errors?: readonly { readonly pointer: string; readonly message: string }[];
}

function idsOf({ players }: Organisation): ReadonlyMap<string, string> {
  return new Map([...players.values()].map(({ id, rep }) => [rep.name, id]));
}
