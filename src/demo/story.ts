import { type Instant, MS_PER_HOUR } from '../platform/instant.js';
import { counted } from './counted.js';
import type { FeedEvent } from './feed-reader.js';
import type { Organisation } from './founding.js';
import { inLocalTime, localTime, type Place } from './local-time.js';
import { HEADQUARTERS, placeOf } from './staff.js';
import type { Audience } from './week.js';

const PROGRESS_EVERY_MS = 6 * MS_PER_HOUR;
const STORIES_PER_KIND = 2;
const WON = 'won';
const NAME_MAX = 'New York'.length;
const CHANGES_OWNER: ReadonlySet<string> = new Set(['lead.assigned', 'lead.reassigned', 'lead.queued']);

/** What makes a lead worth telling of. */
const KINDS: Readonly<Record<string, string>> = {
  'lead.reassigned': 'moved on',
  'lead.queued': 'waited for somebody',
  'lead.woken': 'came back',
  'lead.reopened': 'asked again',
  'sla.escalated': 'a manager was told of',
  'sla.corrected': 'was touched in time, which was told late',
};

type TimelineEntry = Pick<FeedEvent, 'type' | 'occurredAt' | 'data'> & { readonly text: string };

/** Tells what happens while it happens: how far the week is, and the whole story of a few leads when it is over. */
export class Storyteller implements Audience {
  private readonly candidates = new Map<string, string>();
  private readonly told = new Map<string, number>();
  private readonly counts = new Map<string, number>();
  private nextProgressAt: Instant | null = null;

  constructor(
    private readonly organisation: Organisation,
    private readonly say: (line: string) => void,
  ) {}

  async see(now: Instant, events: readonly FeedEvent[]): Promise<void> {
    for (const event of events) {
      this.count(isWon(event) ? WON : event.type);
      this.consider(event);
      if (isEnd(event)) await this.tell(event.subject.id);
    }
    this.nextProgressAt ??= now + PROGRESS_EVERY_MS;
    if (now < this.nextProgressAt) return;
    this.nextProgressAt = now - (now % PROGRESS_EVERY_MS) + PROGRESS_EVERY_MS;
    this.say(this.progress(now));
  }

  private count(what: string): void {
    this.counts.set(what, (this.counts.get(what) ?? 0) + 1);
  }

  private consider({ type, subject }: FeedEvent): void {
    const kind = KINDS[type];
    if (kind === undefined || this.candidates.has(subject.id)) return;
    if ((this.told.get(kind) ?? 0) < STORIES_PER_KIND) this.candidates.set(subject.id, kind);
  }

  private async tell(leadId: string): Promise<void> {
    const kind = this.candidates.get(leadId);
    if (kind === undefined) return;
    this.candidates.delete(leadId);
    const told = this.told.get(kind) ?? 0;
    if (told >= STORIES_PER_KIND) return;
    this.told.set(kind, told + 1);
    const { reader } = this.organisation;
    const lead = await reader.get<{ source: string; externalId?: string }>(`/v1/leads/${leadId}`);
    const entries = await reader.all<TimelineEntry>(`/v1/leads/${leadId}/timeline`);
    this.say(`\n  A lead that ${kind}: ${lead.externalId ?? leadId}`);
    for (const line of this.linesOf(entries)) this.say(`    ${line}`);
    this.say('');
  }

  /** Each as the clocks show it where whoever is named works; where nobody is, where the lead's owner does. */
  private linesOf(entries: readonly TimelineEntry[]): string[] {
    return entries.map(({ occurredAt, data, text }) => {
      const at = Date.parse(occurredAt);
      const owner = entries.findLast((entry) => entry.occurredAt <= occurredAt && CHANGES_OWNER.has(entry.type));
      const place = this.placeOf(data.toRepId ?? data.repId ?? owner?.data.repId);
      return `${localTime(at, place)} ${place.name.padEnd(NAME_MAX)}  ${inLocalTime(text, at, place)}`;
    });
  }

  private placeOf(repId: unknown): Place {
    const player = this.organisation.players.get(String(repId));
    return player === undefined ? HEADQUARTERS : placeOf(player.rep);
  }

  private progress(now: Instant): string {
    const count = (type: string) => this.counts.get(type) ?? 0;
    const figures = [
      `${counted(count('lead.received'), 'lead')} in`,
      counted(count('lead.touched'), 'touch', 'touches'),
      counted(count('lead.reassigned'), 'move'),
      counted(count('sla.escalated'), 'escalation'),
      counted(count('lead.disposed') + count(WON), 'closing'),
    ];
    return `${localTime(now, HEADQUARTERS)} ${HEADQUARTERS.name}  ${figures.join(', ')}`;
  }
}

function isEnd(event: FeedEvent): boolean {
  return (event.type === 'lead.disposed' && event.data.returnsAt === null) || isWon(event);
}

function isWon({ type, data }: FeedEvent): boolean {
  return type === 'lead.milestone' && data.name === WON;
}
