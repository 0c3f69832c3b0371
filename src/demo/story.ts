import { type Instant, MS_PER_HOUR } from '../platform/instant.js';
import type { ApiClient } from './api-client.js';
import type { FeedEvent } from './feed-reader.js';
import type { Audience } from './week.js';

const PROGRESS_EVERY_MS = 6 * MS_PER_HOUR;
const STORIES_PER_KIND = 2;

/** What makes a lead worth telling of. */
const KINDS: Readonly<Record<string, string>> = {
  'lead.reassigned': 'moved on',
  'lead.queued': 'waited for somebody',
  'lead.woken': 'came back',
  'lead.reopened': 'asked again',
  'sla.escalated': 'a manager was told of',
  'sla.corrected': 'was touched in time, which was told late',
};

interface TimelineEntry {
  readonly occurredAt: string;
  readonly text: string;
}

/** Tells what happens while it happens: how far the week is, and the whole story of a few leads when it is over. */
export class Storyteller implements Audience {
  private readonly candidates = new Map<string, string>();
  private readonly told = new Map<string, number>();
  private readonly counts = new Map<string, number>();
  private nextProgressAt: Instant | null = null;

  constructor(
    private readonly reader: ApiClient,
    private readonly say: (line: string) => void,
  ) {}

  async see(now: Instant, events: readonly FeedEvent[]): Promise<void> {
    for (const event of events) {
      this.counts.set(event.type, (this.counts.get(event.type) ?? 0) + 1);
      this.consider(event);
      if (isEnd(event)) await this.tell(event.subject.id);
    }
    this.nextProgressAt ??= now + PROGRESS_EVERY_MS;
    if (now < this.nextProgressAt) return;
    this.nextProgressAt = now - (now % PROGRESS_EVERY_MS) + PROGRESS_EVERY_MS;
    this.say(this.progress(now));
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
    const lead = await this.reader.get<{ source: string; externalId?: string }>(`/v1/leads/${leadId}`);
    const entries = await this.reader.all<TimelineEntry>(`/v1/leads/${leadId}/timeline`);
    this.say(`\n  A lead that ${kind}: ${lead.externalId ?? leadId}`);
    for (const { occurredAt, text } of entries) this.say(`    ${when(Date.parse(occurredAt))}  ${text}`);
    this.say('');
  }

  private progress(now: Instant): string {
    const count = (type: string) => this.counts.get(type) ?? 0;
    const figures = [
      `${count('lead.received')} leads in`,
      `${count('lead.touched')} touches`,
      `${count('lead.reassigned')} moves`,
      `${count('sla.escalated')} escalations`,
      `${count('lead.disposed')} disposed of`,
    ];
    return `${when(now)} UTC  ${figures.join(', ')}`;
  }
}

function isEnd({ type, data }: FeedEvent): boolean {
  return (type === 'lead.disposed' && data.returnsAt === null) || (type === 'lead.milestone' && data.name === 'won');
}

/** `Tue 12 May 14:05:09`. */
function when(at: Instant): string {
  const [, day, month, , time] = /^\w+, (\d+) (\w+) (\d+) ([\d:]+)/.exec(new Date(at).toUTCString())!;
  return `${new Date(at).toUTCString().slice(0, 3)} ${day} ${month} ${time}`;
}
