import { type Instant, MS_PER_DAY } from '../platform/instant.js';
import type { SteppedTime } from '../platform/time-source.js';
import { ApiClient } from './api-client.js';
import { conclusion } from './conclusion.js';
import { counted } from './counted.js';
import { FeedReader } from './feed-reader.js';
import { found, type Organisation } from './founding.js';
import { mailings } from './mailings.js';
import { numbers } from './numbers.js';
import { POLICIES, POOLS, RULES } from './organisation.js';
import { type Pace, paceOf } from './pace.js';
import { tellings } from './platforms.js';
import { Chance } from './random.js';
import { remarkLines } from './remark.js';
import { type Report, readReport } from './report.js';
import type { MappedLead } from './row.js';
import type { Telling } from './settling.js';
import { CALENDARS, HEADQUARTERS, REPS, WEEK_BEGINS } from './staff.js';
import { Storyteller } from './story.js';
import { Week } from './week.js';

/** Where the clock stands when the organisation is founded: the Sunday before. */
export const DEMO_BEGINS = WEEK_BEGINS - MS_PER_DAY / 2;

/** As many leads as the organisation is made for; for more, its reps can hold more. */
const ORDINARY = 400;
const SEED = 'touchline';

export interface DemoParts {
  readonly leads: readonly MappedLead[];
  /** Where the application listens. */
  readonly url: string;
  readonly adminKey: string;
  /** The application's clock; it stands at DEMO_BEGINS. */
  readonly time: SteppedTime;
  readonly settle: () => Promise<Instant | null>;
  /** Lets reports, and what ad platforms and reps would be told, catch up. */
  readonly tell: Telling;
  readonly say: (line: string) => void;
  /** By the size of the file by default. */
  readonly pace?: Pace;
}

export interface Played {
  readonly organisation: Organisation;
  readonly report: Report;
  readonly refused: number;
  readonly repeated: number;
}

/** Founds the organisation, plays its week, and says what came of it. */
export async function playDemo({
  leads,
  url,
  adminKey,
  time,
  settle,
  tell,
  say,
  pace = paceOf(leads.length),
}: DemoParts): Promise<Played> {
  const admin = new ApiClient(url, adminKey);
  const organisation = await found(admin, Math.max(1, leads.length / ORDINARY));
  say(introduction(leads.length));

  const week = new Week({
    organisation,
    admin,
    leads,
    time,
    settle: everySoOften(settle, tell, { time, ...pace }),
    chance: new Chance(SEED),
    pace,
    audience: new Storyteller(organisation, say),
  });
  await week.run();
  const report = readReport(await new FeedReader(organisation.reader).read());
  await tell.reports();
  await tell.platforms();
  await tell.people();
  const more = [...(await numbers(organisation)), ...(await tellings(organisation)), ...(await mailings(organisation))];
  say([await conclusion(report, organisation), ...more, ...refusals(week)].join('\n'));
  return { organisation, report, refused: week.refused.length, repeated: week.repeated.length };
}

/** Platforms are told a little at a time, as they would be: what is decided in between finds it told. */
function everySoOften(
  settle: DemoParts['settle'],
  tell: Telling,
  { time, toldEveryMs }: { readonly time: SteppedTime; readonly toldEveryMs: number },
): DemoParts['settle'] {
  let nextAt = time.now();
  return async () => {
    const due = await settle();
    if (time.now() < nextAt) return due;
    nextAt = time.now() + toldEveryMs;
    // Nobody reads reports before the end.
    await tell.platforms();
    return due;
  };
}

function introduction(leads: number): string {
  const things = [
    `${REPS.length} reps in New York and Berlin`,
    `${Object.keys(CALENDARS).length} calendars`,
    `${POOLS.length} pools`,
    `${RULES.length} routing rules`,
    `${POLICIES.length} policies`,
  ];
  return [
    `${things.join(', ')}; ${counted(leads, 'lead')} from Monday 11 to Sunday 17 May 2026, and Monday 18 follows.`,
    `Times are local to whoever is named, else to whoever has the lead, else to headquarters (${HEADQUARTERS.name}).\n`,
  ].join('\n');
}

/** What the API did not take, told as what was odd about the file. */
function refusals({ refused, repeated }: Week): string[] {
  const remarks = [
    ...refused.map(({ line, why }) => ({ line, kind: 'refused', text: ` was refused. ${why}` })),
    ...repeated.map((line) => ({
      line,
      kind: 'repeated',
      text: ' repeats the source and the external id of another lead and was not taken twice.',
    })),
  ];
  return remarks.length === 0
    ? []
    : ['', ...remarkLines(remarks.map((remark) => ({ file: 'the leads as they came in', ...remark })))];
}
