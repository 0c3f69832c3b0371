import type { SteppedTime } from '../platform/running/time-source.js';
import { type Instant, MS_PER_DAY } from '../platform/values/duration.js';
import { counted } from '../platform/values/words.js';
import { ApiClient } from './api-client.js';
import { conclusion, remarkLines } from './conclusion.js';
import { FeedReader } from './feed-reader.js';
import { found, type Organisation } from './founding.js';
import { type DemoDeal, dealsOf, type WonLead } from './month/deals.js';
import { Month } from './month/month.js';
import { monthReport } from './month/month-report.js';
import { foundParties, restLeads } from './month/parties.js';
import { numbers } from './numbers.js';
import { POLICIES, POOLS, RULES } from './organisation.js';
import { type Pace, paceOf } from './play.js';
import { Chance } from './random.js';
import { type DemoReport, readReport } from './report.js';
import { playRoutingDay } from './routing-day.js';
import type { MappedLead } from './row.js';
import { type Followers, mailings, platformSummary } from './settling.js';
import { CALENDARS, HEADQUARTERS, REPS, WEEK_BEGINS } from './staff.js';
import { Storyteller } from './story.js';
import { Week } from './week.js';
import { customersOf } from './year/customers.js';
import { Year } from './year/year.js';
import { yearReport } from './year/year-report.js';

/** The time at which the organisation is founded: the Sunday before the week. */
export const DEMO_BEGINS = WEEK_BEGINS - MS_PER_DAY / 2;

/** The number of leads that the organisation is sized for; with more, its reps get a higher capacity. */
const ORDINARY = 400;
const SEED = 'touchline';
const MONTH_ENDS = Date.parse('2026-06-19T18:00:00Z');
/** A Friday evening, two weeks after the terms of the sold contracts end. */
const YEAR_ENDS = Date.parse('2027-07-16T18:00:00Z');
const YEAR = { wonFrom: '2026-05-18', wonTo: '2026-06-19', from: '2026-07-01', to: '2027-07-15' };

interface DemoParts {
  readonly leads: readonly MappedLead[];
  readonly url: string;
  readonly adminKey: string;
  /** The application's clock, set to DEMO_BEGINS. */
  readonly time: SteppedTime;
  readonly settle: () => Promise<Instant | null>;
  /** Lets reports, deliveries to ad platforms and notifications to reps catch up. */
  readonly tell: Followers;
  readonly say: (line: string) => void;
  /** Depends on the size of the file by default. */
  readonly pace?: Pace;
  /** The last part to play; by default the first year of the won contracts. */
  readonly through?: 'week' | 'month' | 'year';
}

interface NewOrganisation {
  readonly admin: ApiClient;
  readonly organisation: Organisation;
}

export interface PlayedDemo {
  readonly organisation: Organisation;
  readonly report: DemoReport;
  readonly refused: number;
  readonly repeated: number;
}

export async function playDemo({
  leads,
  url,
  adminKey,
  time,
  settle,
  tell,
  say,
  pace = paceOf(leads.length),
  through = 'year',
}: DemoParts): Promise<PlayedDemo> {
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
  const more = [
    ...(await numbers(organisation)),
    ...(await platformSummary(organisation)),
    ...(await mailings(organisation)),
  ];
  say([await conclusion(report, organisation), ...more, ...refusals(week)].join('\n'));
  if (through !== 'week') {
    await restLeads(admin, organisation, MONTH_ENDS + MS_PER_DAY);
    say((await playRoutingDay({ admin, organisation, time, settle, work: tell.jobs })).join('\n'));
    const deals = await playMonth({ admin, organisation, time, settle, say });
    if (through === 'year') await playYear({ admin, organisation, time, settle, tell, say }, deals);
  }
  return { organisation, report, refused: week.refused.length, repeated: week.repeated.length };
}

/** Continues with the won deals: from signature through handover and setup to billing. */
async function playMonth({
  admin,
  organisation,
  time,
  settle,
  say,
}: Pick<DemoParts, 'time' | 'settle' | 'say'> & NewOrganisation): Promise<DemoDeal[]> {
  const chance = new Chance(SEED);
  const deals = dealsOf(await organisation.reader.all<WonLead>('/v1/leads?status=won'), chance);
  if (deals.length === 0) return [];
  const from = time.now();
  const parties = await foundParties(admin, organisation);
  const [owner, colleague] = parties.onboarding;
  say(
    `\nThe four weeks that follow, until ${inWordsOfHeadquarters(MONTH_ENDS)}: ${counted(deals.length, 'deal')} of the leads that were won. ${owner.name} and ${colleague.name} set up what was sold, ${parties.finance.name} bills it.`,
  );
  const month = new Month({ organisation, parties, deals, time, settle, chance, endsAt: MONTH_ENDS });
  await month.run();
  const lines = await monthReport(organisation, { from, to: MONTH_ENDS });
  const refused =
    month.refusedWins === 0
      ? []
      : ['', `Refused, because something was missing of the form: ${counted(month.refusedWins, 'win')}.`];
  say([...lines, ...refused].join('\n'));
  return deals;
}

/** Continues with the contracts of the won deals, until their terms have ended and the next ones have begun. */
async function playYear(
  {
    admin,
    organisation,
    time,
    settle,
    tell,
    say,
  }: Pick<DemoParts, 'time' | 'settle' | 'tell' | 'say'> & NewOrganisation,
  deals: readonly DemoDeal[],
): Promise<void> {
  await tell.contracts();
  const customers = await customersOf(organisation, deals);
  if (customers.length === 0) return;
  say(
    `\nThe year that follows, until ${inWordsOfHeadquarters(YEAR_ENDS)} 2027: ${counted(customers.length, 'contract')} of what was won.`,
  );
  const { contracts } = tell;
  const year = new Year({
    admin,
    organisation,
    customers,
    time,
    settle,
    contracts,
    chance: new Chance(SEED),
    endsAt: YEAR_ENDS,
  });
  await year.run();
  say((await yearReport(organisation, customers, year.fates, YEAR)).join('\n'));
}

function inWordsOfHeadquarters(at: Instant): string {
  return new Intl.DateTimeFormat('en-GB', { timeZone: HEADQUARTERS.timeZone, day: 'numeric', month: 'long' }).format(
    at,
  );
}

/** Sends to platforms in intervals, as in production, so that later decisions meet deliveries already sent. */
function everySoOften(
  settle: DemoParts['settle'],
  followers: Followers,
  { time, toldEveryMs }: { readonly time: SteppedTime; readonly toldEveryMs: number },
): DemoParts['settle'] {
  let nextAt = time.now();
  return async () => {
    const due = await settle();
    if (time.now() < nextAt) return due;
    nextAt = time.now() + toldEveryMs;
    // Reports are read only at the end.
    await followers.platforms();
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

/** Lists the leads that the API refused or recognised as repeated, as remarks on the file. */
function refusals({ refused, repeated }: Week): string[] {
  const remarks = [
    ...refused.map(({ row, why }) => ({ row, kind: 'refused', text: ` was refused. ${why}` })),
    ...repeated.map((row) => ({
      row,
      kind: 'repeated',
      text: ' repeats the source and the external id of another lead and was not taken twice.',
    })),
  ];
  return remarks.length === 0
    ? []
    : ['', ...remarkLines(remarks.map((remark) => ({ file: 'the leads as they came in', ...remark })))];
}
