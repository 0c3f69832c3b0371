import { addressKeyOf } from '../contact/address.js';
import { storedKeys } from '../contact/identifying.js';
import { instantOf } from '../platform/input/formats.js';
import type { Clause } from '../platform/sql/clauses.js';
import { toIso } from '../platform/values/duration.js';
import { idsAround } from '../platform/values/ids.js';
import { caseless } from '../platform/values/text.js';
import { COUNTRY_OF_LEAD, readCountry } from '../vocabulary/countries.js';
import { isOfListedSource, isOfSource } from '../vocabulary/source-spelling.store.js';
import { IS_UNDONE } from './imported.js';
import type { LeadListQuery } from './lead.dto.js';
import type { Sight } from './visibility.js';

/** The filter of a list, with addresses in the form in which they are compared. */
export interface LeadFilter extends Omit<LeadListQuery, 'limit' | 'cursor' | 'phone' | 'sort' | 'fields' | 'count'> {
  readonly phoneKey?: string | null;
}

export interface LeadClause extends Clause {
  /** A query for the ids of all leads that match, and maybe a few others, by an index; absent if no index helps. */
  readonly led?: string;
}

/** The tables that a list is read from, so that a query for few leads does not scan all of them. */
export interface Tables {
  readonly leading: string;
  /** Joins `lead` if it is not the leading table. */
  readonly joined: string;
  /** The id column of the leading table; pages are cut by its index. */
  readonly id: string;
}

export interface Source extends Tables {
  /** A condition on the owner. Owners have assignments, which are indexed by rep. */
  readonly ownedBy: (comparison: string) => string;
  readonly led: (comparison: string) => string;
}

const ALL_LEADS: Source = {
  leading: 'lead',
  joined: '',
  id: 'lead.id',
  ownedBy: (comparison) =>
    `(lead.owner_id ${comparison} and lead.id in (select lead_id from assignment where rep_id ${comparison}))`,
  led: (comparison) => `select lead_id as id from assignment where rep_id ${comparison}`,
};

/**
 * A lead has one open assignment while it is open, also while it waits in the queue. The join is an outer one, so that
 * Postgres leaves it out if no condition is on `lead`: reading 100,000 wide rows takes half a second.
 */
export const OPEN_LEADS: Source = {
  leading: '(select * from assignment where until_at is null and lead_id is not null) as assignment',
  joined: 'left join lead on lead.id = assignment.lead_id',
  id: 'assignment.lead_id',
  ownedBy: (comparison) => `assignment.rep_id ${comparison}`,
  led: (comparison) => `select lead_id as id from assignment where until_at is null and rep_id ${comparison}`,
};

/** Whether a clock was missed, and the miss not struck: the predicate of an index, which is ordered by lead. */
const MISSED = 'breached_at is not null and struck_breach_at is distinct from breached_at';

/** Reads leads in the order of an index of ids, however few of them there are among all. */
const listedIn = (ids: string): Source => ({
  ...ALL_LEADS,
  leading: `(${ids}) as listed`,
  joined: 'join lead on lead.id = listed.id',
  id: 'listed.id',
});

const MISSED_LEADS = listedIn(`select distinct lead_id as id from clock where lead_id is not null and ${MISSED}`);

/** Most are open; an index has the others. */
const UNTOUCHED_LEADS = listedIn(
  `select lead_id as id from assignment where until_at is null and lead_id is not null
   union all select id from lead where work_state = 'untouched' and status <> 'open'`,
);

export function sourceOf({
  status,
  workState,
  breached,
}: Pick<LeadFilter, 'status' | 'workState' | 'breached'>): Source {
  if (status === 'open') return OPEN_LEADS;
  if (breached === true) return MISSED_LEADS;
  return workState === 'untouched' && status === undefined ? UNTOUCHED_LEADS : ALL_LEADS;
}

/** Conditions for which each lead is looked at, because no index has them. */
const LOOKED_UP = [
  ...(['policyId', 'poolId', 'channel', 'campaign', 'country', 'category', 'closedAs', 'workState'] as const),
  ...(['untouchedSince', 'breached'] as const),
] satisfies (keyof LeadFilter)[];

/** Reports whether a list may look at leads in vain, one after the other. */
export function isWalked(filter: LeadFilter): boolean {
  return (
    sourceOf(filter) === ALL_LEADS && filter.q === undefined && LOOKED_UP.some((name) => filter[name] !== undefined)
  );
}

/** Returns the first id that a lead of the filter can have; null for any. */
export function firstIdOf({ receivedFrom }: LeadFilter): string | null {
  if (receivedFrom === undefined) return null;
  const start = instantOf(receivedFrom);
  return idsAround({ from: start, to: start }).first;
}

/** Returns an id before which all leads of the filter are; null if none is known. */
export function endIdOf({ receivedTo }: LeadFilter): string | null {
  if (receivedTo === undefined) return null;
  const end = instantOf(receivedTo);
  return idsAround({ from: end, to: end }).end;
}

const OF_SOURCE = isOfListedSource('lead.source_key', '?');
const QUEUE = '(select id from queue where lower(name) = ?)';

const HAD_BY = 'select lead_id from assignment where rep_id = ?';

/** The index leads to all leads ever closed with this reason; only the disposition in force counts. */
const CLOSED_WITH_REASON = `(lead.id in (select lead_id from disposition where lower(reason) = ?)
  and exists (select 1 from disposition where id = lead.disposition_id and lower(reason) = ?))`;

/**
 * Corrected dispositions do not count; reversed ones do. With an offset it is asked for each lead, instead of joined
 * with all dispositions.
 */
const everClosed = (comparison: string) =>
  `select lead_id as id from disposition as given where ${comparison} and kind <> 'reversed'
     and not exists (select from disposition as next where next.supersedes = given.id and next.kind = 'corrected')`;
const CLOSED_WITH = everClosed('lower(reason) = ?');

/** Leads that were sent with an external id, or that a form with it has joined. */
const sentAs = (isOf: (sourceKey: string) => string) =>
  `select id from lead where ${isOf('source_key')}
    union all select lead_id as id from inquiry where became <> 'merged' and ${isOf('source_key')}`;
const SENT_AS = sentAs(() => 'external_id = ?');
/** The value is the source, in lower case, and the external id. */
const SENT_BY_SOURCE_AS = sentAs(
  (sourceKey) => `${isOfSource(sourceKey, '(?::text[])[1]')} and external_id = (?::text[])[2]`,
);

const KEPT_OUT_BY = 'exists (select 1 from disposition where id = lead.disposition_id and suppression_id = ?)';

/** Automated touches and goodbyes do not count. */
const UNTOUCHED_SINCE = `(lead.cycle_started_at < ? and not exists (
  select from touch where touch.lead_id = lead.id and occurred_at >= ? and not automated and not goodbye and voided_at is null))`;

/**
 * The clocks of an open lead whose deadline counts, by its `assignment`; `nextClockOf` is the same rule for one lead in
 * memory.
 */
export const OPEN_CLOCKS = `from clock
  where clock.lead_id = assignment.lead_id and clock.cycle = assignment.cycle and clock.met_at is null
    and (clock.kind <> 'leadResponse' or assignment.rep_id is null)
    -- Of a cadence the step that stands: one that was missed has been followed by another.
    and (clock.state = 'running' or (clock.state = 'breached' and clock.kind <> 'followUp'
      and (clock.kind = 'leadResponse' or clock.rep_id is not distinct from assignment.rep_id)
      and clock.struck_breach_at is distinct from clock.breached_at
      and not exists (select from clock as anew
                       where anew.lead_id = clock.lead_id and anew.kind = clock.kind
                         and anew.rep_id is not distinct from clock.rep_id and anew.id > clock.id)))`;

/** Returns all conditions of a filter but the search for words. */
export function clausesOf(filter: LeadFilter, sight: Sight, from: Source): LeadClause[] {
  const clauses: LeadClause[] = [];
  const add = (value: unknown, sql: string, led?: string) => {
    if (value !== undefined) clauses.push({ sql, value, ...(led && { led }) });
  };
  const addCaseless = (value: string | undefined, sql: string, led?: string) =>
    add(value === undefined ? undefined : caseless(value), sql, led);
  /** An address or a number that cannot be read identifies no lead. */
  const addKey = (by: 'email' | 'phone', key: string | null) =>
    key === null
      ? clauses.push({ sql: 'false' })
      : add(
          storedKeys(by, key),
          `lead.${by}_key = any (?::text[])`,
          `select id from lead where ${by}_key = any (?::text[])`,
        );
  if (from !== OPEN_LEADS) {
    add(filter.status, 'lead.status = ?');
    clauses.push({ sql: `not (${IS_UNDONE})` });
  }
  add(filter.workState, 'lead.work_state = ?');
  add(filter.ownerId, from.ownedBy('= ?'), from.led('= ?'));
  add(filter.hadBy, `lead.id in (${HAD_BY})`, HAD_BY.replace('lead_id', 'lead_id as id'));
  add(filter.poolId, 'lead.pool_id = ?');
  addCaseless(filter.queue, `lead.queue_id = ${QUEUE}`, `select id from lead where queue_id = ${QUEUE}`);
  add(filter.policyId, 'lead.policy_id = ?');
  add(filter.channel, 'lead.channel = ?');
  add(filter.campaign, 'lead.campaign = ?');
  add(filter.country && readCountry(filter.country).country, `${COUNTRY_OF_LEAD} = ?`);
  add(filter.test, 'lead.test = ?', 'select id from lead where test = ?');
  add(filter.category, 'exists (select 1 from disposition where id = lead.disposition_id and category = ?)');
  addCaseless(filter.reason, CLOSED_WITH_REASON, 'select lead_id as id from disposition where lower(reason) = ?');
  addCaseless(filter.closedWith, `lead.id in (${CLOSED_WITH})`, CLOSED_WITH);
  add(filter.closedAs, `exists (${everClosed('lead_id = lead.id and category = ?')} offset 0)`);
  add(filter.duplicateOf, 'lead.duplicate_of = ?', 'select id from lead where duplicate_of = ?');
  if (filter.imported === 'only') clauses.push({ sql: 'lead.cycle = 0' });
  if (filter.imported === 'without') clauses.push({ sql: 'lead.cycle > 0' });
  add(filter.importId, 'lead.import_id = ?', 'select id from lead where import_id = ?');
  add(filter.suppressionId, KEPT_OUT_BY, 'select lead_id as id from disposition where suppression_id = ?');
  const { source, externalId } = filter;
  if (source === undefined || externalId === undefined) {
    addCaseless(source, OF_SOURCE, `select id from lead where ${OF_SOURCE}`);
    add(externalId, `lead.id in (${SENT_AS})`, SENT_AS);
  } else add([caseless(source), externalId], `lead.id in (${SENT_BY_SOURCE_AS})`, SENT_BY_SOURCE_AS);
  if (filter.email !== undefined) addKey('email', addressKeyOf(filter.email));
  if (filter.policy === 'none') clauses.push({ sql: 'lead.policy_id is null' });
  if (filter.phoneKey !== undefined) addKey('phone', filter.phoneKey);
  if (filter.breached !== undefined) {
    clauses.push({
      sql: `${filter.breached ? '' : 'not '}exists (select 1 from clock where clock.lead_id = lead.id and clock.cycle = lead.cycle and ${MISSED})`,
    });
  }
  add(filter.untouchedSince && toIso(instantOf(filter.untouchedSince)), UNTOUCHED_SINCE);
  add(filter.dueBefore && toIso(instantOf(filter.dueBefore)), `exists (select 1 ${OPEN_CLOCKS} and clock.due_at < ?)`);
  if (filter.ref !== undefined) {
    const colon = filter.ref.indexOf(':');
    const ref = { [filter.ref.slice(0, colon)]: filter.ref.slice(colon + 1) };
    add(JSON.stringify(ref), 'lead.refs @> ?::jsonb', 'select id from lead where refs @> ?::jsonb');
  }
  // A caller who sees all of this owner's leads needs no condition on sight; with one, Postgres would check twice.
  const isOwnerSeen = filter.ownerId !== undefined && sight.repIds.includes(filter.ownerId.toLowerCase());
  return [...clauses, ...receiptClauses(filter, from), ...(isOwnerSeen ? [] : sightClauses(sight, from))];
}

/**
 * Also bounds the ids, which contain an instant and are indexed. Postgres parses fewer formats of instants than we do.
 */
function receiptClauses(filter: LeadFilter, from: Source): LeadClause[] {
  const { receivedFrom, receivedTo } = filter;
  const clauses: LeadClause[] = [];
  if (receivedFrom !== undefined) {
    const start = toIso(instantOf(receivedFrom));
    clauses.push({ sql: 'lead.received_at >= ?', value: start }, { sql: `${from.id} >= ?`, value: firstIdOf(filter) });
  }
  if (receivedTo !== undefined) {
    const end = toIso(instantOf(receivedTo));
    clauses.push({ sql: 'lead.received_at < ?', value: end }, { sql: `${from.id} < ?`, value: endIdOf(filter) });
  }
  return clauses;
}

function sightClauses(sight: Sight, from: Source): LeadClause[] {
  if (sight.all) return [];
  const seen = sentOwnedOrOffered(sight, from);
  if (seen === null) return [{ sql: 'false' }];
  if (!sight.queue) return [seen];
  const queued = `lead.waiting = 'queue' and lead.queue_id is null`;
  const led = `${seen.led} union select id from lead where ${queued}`;
  return [{ ...seen, sql: `(${seen.sql} or (${queued})) and ${from.id} in (${led})`, led }];
}

/** Returns SQL for whether any of some pool members may claim an offered `lead`. @param repIds SQL of an array */
export function offeredToAny(repIds: string): string {
  const isAmong = (list: 'to' | 'not') => `jsonb_exists_any(lead.offer->'${list}', ${repIds}::text[])`;
  return `(${isAmong('to')} or not ${isAmong('not')})`;
}

/** A clause has one value, so all ids share one array. No id occurs in two of the tables. */
function sentOwnedOrOffered({ offeredByPoolIds, queueIds, ...sight }: Sight, from: Source): LeadClause | null {
  const seen = sentOrOwned(sight, from);
  if (offeredByPoolIds.length + queueIds.length === 0 || seen === null) return seen;
  const mayClaim = `lead.pool_id = any (?::uuid[]) and ${offeredToAny('?::uuid[]')}`;
  const offered = `lead.waiting = 'claim' and ${mayClaim} or lead.queue_id = any (?::uuid[])`;
  return {
    sql: `(${seen.sql} or (${offered}))`,
    value: [...(seen.value as readonly string[]), ...offeredByPoolIds, ...queueIds],
    led: `${seen.led} union select id from lead where ${offered}`,
  };
}

const HAD_BY_ANY = 'select lead_id as id from assignment where rep_id = any (?::uuid[])';

/** Adds the leads that reps have handed over. They once owned them, so the assignments find those as well. */
function withGiven({ id, ownedBy }: Source): Pick<Source, 'ownedBy' | 'led'> {
  const given = 'jsonb_exists_any(lead.giver_ids, ?::uuid[]::text[])';
  return {
    ownedBy: (comparison) => `((${ownedBy(comparison)} or ${given}) and ${id} in (${HAD_BY_ANY}))`,
    led: () => HAD_BY_ANY,
  };
}

function sentOrOwned(sight: Pick<Sight, 'createdBy' | 'repIds' | 'given'>, source: Source): LeadClause | null {
  const { createdBy, repIds, given } = sight;
  const from = given ? withGiven(source) : source;
  const anyOf = '= any (?::uuid[])';
  const sent = `select id from lead where created_by ${anyOf}`;
  if (createdBy === null && repIds.length === 0) return null;
  if (createdBy === null) return { sql: from.ownedBy(anyOf), value: repIds, led: from.led(anyOf) };
  if (repIds.length === 0) return { sql: `lead.created_by ${anyOf}`, value: [createdBy], led: sent };
  return {
    sql: `(lead.created_by ${anyOf} or ${from.ownedBy(anyOf)})`,
    value: [createdBy, ...repIds],
    led: `${sent} union ${from.led(anyOf)}`,
  };
}
