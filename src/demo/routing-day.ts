import type { SteppedTime } from '../platform/running/time-source.js';
import { type Instant, toIso } from '../platform/values/duration.js';
import { counted } from '../platform/values/words.js';
import { type ApiClient, UnexpectedAnswerError } from './api-client.js';
import type { DemoPlayer, Organisation } from './founding.js';
import { WEEK_BEGINS } from './staff.js';
import { renderGrid } from './table.js';

/** A Tuesday: afternoon in Berlin, morning in New York. */
const DAY_BEGINS = Date.parse('2026-05-19T13:30:00Z');
const CONFLICT = 409;
const DIFFERENCES_SHOWN = 2;

interface RoutingDayParts {
  readonly admin: ApiClient;
  readonly organisation: Organisation;
  readonly time: SteppedTime;
  readonly settle: () => Promise<Instant | null>;
  /** Runs the requested background jobs. */
  readonly work: () => Promise<void>;
}

interface Place {
  readonly repId: string | null;
  readonly because: string | null;
}

interface Replay {
  readonly leads: number;
  readonly same: number;
  readonly different: number;
  readonly byRep: readonly { readonly repId: string; readonly would: number; readonly was: number }[];
  readonly differences: readonly { readonly would: Place; readonly was: Place }[];
}

interface Pool {
  readonly id: string;
  readonly name: string;
  readonly calendarId: string;
  readonly offHours: string;
  readonly fallbackPoolId: string;
  readonly members: readonly { readonly repId: string }[];
}

interface SentLead {
  readonly id: string;
  readonly joined?: boolean;
}

/** Plays the day after the week: a replay of the week under other rules, then accounts, inquiries and a claim pool. */
export async function playRoutingDay(parts: RoutingDayParts): Promise<string[]> {
  parts.time.moveTo(Math.max(DAY_BEGINS, parts.time.now()));
  await parts.settle();
  return [
    '',
    'The day after: how leads are routed. What would the week have been under other weights? (POST /v1/routing/replay)',
    '',
    ...(await rehearse(parts)),
    '',
    ...(await sendToOwnersOfAccounts(parts)),
  ];
}

async function rehearse(parts: RoutingDayParts): Promise<string[]> {
  const { admin, organisation } = parts;
  const nameOf = namesOf(organisation);
  const asItWas = await replay(parts, {});
  const { id, members, ...europe } = await configured(admin, organisation.pools.get('Europe')!);
  const alike = members.map(({ repId }) => ({ repId, weight: 1 }));
  const draft = await replay(parts, { pools: [{ id, ...europe, members: alike }] });
  const inEurope = new Set(members.map(({ repId }) => repId));
  const rows = draft.byRep
    .filter(({ repId }) => inEurope.has(repId))
    .map(({ repId, was, would }) => [nameOf(repId), String(was), String(would)]);
  const examples = draft.differences.slice(0, DIFFERENCES_SHOWN).map(({ was, would }) => {
    const [real, other] = [was, would].map(({ repId }) => (repId === null ? 'nobody yet' : nameOf(repId)));
    return `  A lead went to ${real}, and would have gone to ${other}. ${would.because ?? ''}`.trimEnd();
  });
  return [
    `As everything is saved: ${asItWas.same} of ${counted(asItWas.leads, 'lead')} go to the owners whom they really had.`,
    `Had all members of the pool Europe the same weight, ${draft.different} would have had other owners:`,
    '',
    renderGrid([['leads of Europe’s members', 'really', 'alike'], ...rows], false),
    '',
    ...examples,
  ];
}

async function replay({ admin, time, work }: RoutingDayParts, draft: object): Promise<Replay> {
  const span = { from: toIso(WEEK_BEGINS), to: toIso(time.now()) };
  const { id } = await admin.post<{ id: string }>('/v1/routing/replay', { ...span, ...draft });
  await work();
  return (await admin.get<{ result: Replay }>(`/v1/jobs/${id}`)).result;
}

/** Returns a pool in the form that a draft accepts. */
async function configured(admin: ApiClient, poolId: string): Promise<Pool> {
  const { id, name, calendarId, offHours, fallbackPoolId, members } = await admin.get<Pool>(`/v1/pools/${poolId}`);
  return { id, name, calendarId, offHours, fallbackPoolId, members };
}

async function sendToOwnersOfAccounts({ admin, organisation, settle }: RoutingDayParts): Promise<string[]> {
  const { players, intake, crm } = organisation;
  const nameOf = namesOf(organisation);
  const [jonas, lena, amir] = ['Jonas Weber', 'Lena Fischer', 'Amir Haddad'].map((name) => playerOf(players, name));
  await crm.put('/v1/accounts/batch', {
    accounts: [
      { ref: { system: 'crm', id: 'A-1' }, name: 'Sample Mills', domains: ['mills.example'], ownerRepId: lena!.id },
      { ref: { system: 'crm', id: 'A-2' }, name: 'Sample Ports', domains: ['ports.example'], ownerRepId: amir!.id },
    ],
  });
  await admin.post('/v1/sources', { code: 'Trade fair', channel: 'event', duplicates: 'join' });
  const fair = await admin.post<{ id: string }>('/v1/pools', {
    name: 'Fair',
    strategy: 'claim',
    claimWithin: 'PT15M',
    members: [jonas!, lena!, amir!].map(({ id }) => ({ repId: id })),
  });
  const { rules, fallback } = await admin.get<{ rules: object[]; fallback: object }>('/v1/routing');
  const otherwise = { poolId: fair.id };
  await admin.put('/v1/routing', {
    rules: [
      {
        name: 'From the fair: the owner of the account, else whoever is first',
        when: { field: 'source', op: 'eq', value: 'Trade fair' },
        assign: { accountOwner: true, otherwise },
      },
      ...rules,
    ],
    fallback,
  });
  const send = (email: string, message: string) =>
    intake.post<SentLead>('/v1/leads', { source: 'Trade fair', contact: { email }, message });
  const why = async ({ id }: SentLead) => {
    const { data } = await admin.get<{ data: { trace: { because: string } }[] }>(`/v1/leads/${id}/routing`);
    return data[0]!.trace.because;
  };

  const known = await send('kim@mills.example', 'We met at your stand');
  const again = await send('kim@mills.example', 'Could you call this week?');
  const stranger = await send('lee@nowhere.example', 'A brochure, please');
  await settle();
  const offered = await why(stranger);
  await amir!.api.post(`/v1/leads/${stranger.id}/claim`, {});
  const { ownerId } = await admin.get<{ ownerId: string }>(`/v1/leads/${known.id}`);
  return [
    `Somebody from Sample Mills, an account of ${nameOf(lena!.id)}: ${nameOf(ownerId)} has the lead. ${await why(known)}`,
    `The same person asks again: ${again.joined === true ? 'the form joins the open lead as an inquiry' : 'a second lead'}.`,
    `A stranger: ${offered}`,
    `  ${amir!.rep.name} claims the lead; ${jonas!.rep.name} is too late: ${await refusalOf(() => jonas!.api.post(`/v1/leads/${stranger.id}/claim`, {}))}`,
  ];
}

async function refusalOf(act: () => Promise<unknown>): Promise<string> {
  try {
    await act();
  } catch (error) {
    if (error instanceof UnexpectedAnswerError && error.status === CONFLICT)
      return (JSON.parse(error.body) as { detail: string }).detail;
    throw error;
  }
  throw new Error('A lead was claimed twice');
}

function playerOf(players: Organisation['players'], name: string): DemoPlayer {
  return [...players.values()].find(({ rep }) => rep.name === name)!;
}

function namesOf({ players }: Organisation): (repId: string) => string {
  return (repId) => players.get(repId)?.rep.name ?? repId;
}
