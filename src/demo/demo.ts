import { type Instant, MS_PER_DAY, MS_PER_MINUTE, MS_PER_SECOND } from '../platform/instant.js';
import type { SteppedTime } from '../platform/time-source.js';
import { ApiClient } from './api-client.js';
import { FeedReader } from './feed-reader.js';
import { found, type Organisation } from './founding.js';
import { CALENDARS, POLICIES, POOLS, REPS, RULES, WEEK_BEGINS } from './organisation.js';
import { Chance } from './random.js';
import { type Report, readReport, type Tally } from './report.js';
import type { MappedLead } from './row.js';
import { Storyteller } from './story.js';
import { renderTable } from './table.js';
import { Week } from './week.js';

/** Where the clock stands when the organisation is founded: the Sunday before. */
export const DEMO_BEGINS = WEEK_BEGINS - MS_PER_DAY / 2;

/** As many leads as the organisation is made for; for more, its reps can hold more. */
const ORDINARY = 400;
/** Above, everything happens on whole minutes, so that what happens together shares the cost of a step. */
const TO_THE_SECOND_MAX = 1_000;
const REFUSED_SHOWN = 3;
const SEED = 'touchline';

export interface DemoParts {
  readonly leads: readonly MappedLead[];
  /** Where the application listens. */
  readonly url: string;
  readonly adminKey: string;
  /** The application's clock; it stands at DEMO_BEGINS. */
  readonly time: SteppedTime;
  readonly settle: () => Promise<Instant | null>;
  readonly say: (line: string) => void;
}

export interface Played {
  readonly organisation: Organisation;
  readonly report: Report;
  readonly refused: number;
  readonly repeated: number;
}

/** Founds the organisation, plays its week, and says what came of it. */
export async function playDemo({ leads, url, adminKey, time, settle, say }: DemoParts): Promise<Played> {
  const admin = new ApiClient(url, adminKey);
  const organisation = await found(admin, Math.max(1, leads.length / ORDINARY));
  say(introduction(leads.length));
  const week = new Week({
    organisation,
    admin,
    leads,
    time,
    settle,
    chance: new Chance(SEED),
    gridMs: leads.length > TO_THE_SECOND_MAX ? MS_PER_MINUTE : MS_PER_SECOND,
    audience: new Storyteller(organisation.reader, say),
  });
  await week.run();
  const report = readReport(await new FeedReader(organisation.reader).read());
  say(await conclusion(report, organisation, week));
  return { organisation, report, refused: week.refused.length, repeated: week.repeated };
}

function introduction(leads: number): string {
  const things = [
    `${REPS.length} reps in New York and Berlin`,
    `${Object.keys(CALENDARS).length} calendars`,
    `${POOLS.length} pools`,
    `${RULES.length} routing rules`,
    `${POLICIES.length} policies`,
  ];
  return `${things.join(', ')}; ${leads} leads come in from Monday 11 to Sunday 17 May 2026, and Monday 18 follows.\n`;
}

async function conclusion(report: Report, { players, reader }: Organisation, week: Week): Promise<string> {
  const byRep = new Map(
    [...report.byRep].map(([id, tally]): [string, Tally] => [players.get(id)?.rep.name ?? id, tally]),
  );
  const left = await reader.all<{ status: string; ownerId: string | null }>('/v1/leads?status=open');
  const happened = (type: string) => report.events.get(type) ?? 0;
  const lines = [
    '',
    renderTable('by source', { leads: 'leads', kept: 'lead kept' }, report.bySource),
    '',
    renderTable('by rep', { leads: 'given', kept: 'own kept' }, byRep),
    '',
    'median, p90: from receipt to the first attempt to reach the contact, nights and weekends included.',
    'lead kept: promises to a lead that were kept, of those decided; own kept: those that its owner made. Working time.',
    '',
    `${happened('lead.received')} leads came in, ${left.length} are still open, ${left.filter(({ ownerId }) => ownerId === null).length} of them in the queue.`,
    `${happened('lead.touched')} touches, ${happened('sla.warned')} warnings, ${happened('sla.breached')} promises missed, ` +
      `${happened('sla.corrected')} of them kept after all, ${happened('sla.escalated')} escalations.`,
    `${happened('lead.queued')} times a lead waited in the queue, ${happened('lead.woken')} woke or came back, ${happened('lead.reopened')} asked again.`,
    ...refusals(week),
  ];
  return lines.join('\n');
}

function refusals({ refused, repeated }: Week): string[] {
  const shown = refused.slice(0, REFUSED_SHOWN).map(({ number, why }) => `  lead ${number}: ${why}`);
  return [
    ...(refused.length > 0 ? [`${refused.length} leads were refused:`, ...shown] : []),
    ...(refused.length > REFUSED_SHOWN ? [`  and ${refused.length - REFUSED_SHOWN} more`] : []),
    ...(repeated > 0 ? [`${repeated} repeat the source and the external id of another and were not taken twice.`] : []),
  ];
}
