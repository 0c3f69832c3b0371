import { type Instant, MS_PER_HOUR } from '../platform/values/duration.js';
import { counted } from '../platform/values/words.js';
import { localTime } from './dates.js';
import type { FeedEvent } from './feed-reader.js';
import type { Organisation } from './founding.js';
import { HEADQUARTERS } from './staff.js';
import type { Audience } from './week.js';

const PROGRESS_EVERY_MS = 6 * MS_PER_HOUR;
const STORIES_PER_KIND = 2;
const WON = 'won';

/** Events that make a lead worth a story. */
const KINDS: Readonly<Record<string, string>> = {
  'lead.reassigned': 'moved on',
  'lead.queued': 'waited for somebody',
  'lead.woken': 'came back',
  'lead.reopened': 'asked again',
  'sla.escalated': 'a manager was told of',
  'sla.corrected': 'was touched in time, which was told late',
};

type TimelineEntry = Pick<FeedEvent, 'occurredAt'> & { readonly text: string };

/** Prints progress during the week, and the whole story of a few leads once they are closed. */
export class Storyteller implements Audience {
  private readonly candidates = new Map<string, string>();
  private readonly printed = new Map<string, number>();
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
      if (isEnd(event)) await this.printStory(event.subject.id);
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
    if ((this.printed.get(kind) ?? 0) < STORIES_PER_KIND) this.candidates.set(subject.id, kind);
  }

  private async printStory(leadId: string): Promise<void> {
    const kind = this.candidates.get(leadId);
    if (kind === undefined) return;
    this.candidates.delete(leadId);
    const count = this.printed.get(kind) ?? 0;
    if (count >= STORIES_PER_KIND) return;
    this.printed.set(kind, count + 1);
    const { reader } = this.organisation;
    const lead = await reader.get<{ source: string; externalId?: string }>(`/v1/leads/${leadId}`);
    const entries = await reader.all<TimelineEntry>(`/v1/leads/${leadId}/timeline`);
    this.say(`\n  A lead that ${kind}: ${lead.externalId ?? leadId} (times of ${HEADQUARTERS.name})`);
    for (const entry of entries) this.say(`    ${lineOf(entry)}`);
    this.say('');
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

/** Removes the zone from the text, because it is the same in every line. */
function lineOf({ occurredAt, text }: TimelineEntry): string {
  return `${localTime(Date.parse(occurredAt), HEADQUARTERS)}  ${text.replaceAll(` (${HEADQUARTERS.timeZone})`, '')}`;
}

function isEnd(event: FeedEvent): boolean {
  return (event.type === 'lead.disposed' && event.data.returnsAt === null) || isWon(event);
}

function isWon({ type, data }: FeedEvent): boolean {
  return type === 'lead.milestone' && data.name === WON;
}
