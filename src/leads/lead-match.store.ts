import { Injectable } from '@nestjs/common';
import { storedKeys } from '../contact/identifying.js';
import type { Sql } from '../platform/sql/database.js';
import { groupBy } from '../platform/values/group.js';
import { caseless } from '../platform/values/text.js';
import { isOfSource } from '../vocabulary/source-spelling.store.js';
import { externalKey } from './external-key.js';
import { MERGED_STEPS } from './inquiry.store.js';
import { offeredToAny } from './lead-filter.store.js';
import type { LeadName, NoLead } from './naming.js';
import { EVERYBODYS, type Sight } from './visibility.js';

const seenBy = ({ all, createdBy, repIds, queue, offeredByPoolIds, queueIds }: Sight): unknown[] => [
  ...[all, createdBy, repIds, queue, [...offeredByPoolIds, ...queueIds]],
];
/** SQL for whether the key sees a `lead`, from $2 on. It needs no index: the keys in $1 lead to few leads. */
const SEEN = `($2::boolean or lead.created_by = $3::uuid or lead.owner_id = any ($4::uuid[])
  or ($5::boolean and lead.waiting = 'queue' and lead.queue_id is null) or lead.queue_id = any ($6::uuid[])
  or (lead.waiting = 'claim' and lead.pool_id = any ($6::uuid[]) and ${offeredToAny('$4::uuid[]')}))`;

/**
 * A person is also known by what they gave in a form that joined a lead. Two rows show whether a lead is the only one, or the only open one. A test matches only if no real lead does, and a
 * lead that was merged into another only if none was not.
 */
const byContact = (column: 'email_key' | 'phone_key') => `
  select asked.key, fitting.id, fitting.test, fitting."isOpen", fitting."mergedInto"
    from unnest($1::text[]) as asked (key)
   cross join lateral (
     select lead.id, lead.test, lead.status = 'open' as "isOpen", lead.merged_into as "mergedInto"
       from (select id from lead where lead.${column} = asked.key
             union select lead_id from inquiry
              where inquiry.${column} = asked.key and became <> 'merged' and withdrawn_at is null) as known
       join lead using (id)
      where ${SEEN}
      order by lead.test, lead.merged_into is not null, lead.status = 'open' desc limit 2) as fitting`;
const BY_CONTACT = { email: byContact('email_key'), phone: byContact('phone_key') };

/** Of the real leads of an address or a number, the newest open one, else the newest. */
const newestBy = (column: 'email_key' | 'phone_key') => `
  select asked.key, newest.id, newest."mergedInto", newest."isOpen"
    from unnest($1::text[]) as asked (key)
   cross join lateral (
     select lead.id, lead.merged_into as "mergedInto", lead.status = 'open' as "isOpen"
       from (select id from lead where lead.${column} = asked.key
             union select lead_id from inquiry
              where inquiry.${column} = asked.key and became <> 'merged' and withdrawn_at is null) as known
       join lead using (id)
      where not lead.test and lead.erased_at is null
      order by lead.status = 'open' desc, lead.merged_into is not null, lead.id desc limit 1) as newest`;
const NEWEST_BY = { email: newestBy('email_key'), phone: newestBy('phone_key') };

/** The keys of a person's address and number; null for none. */
export interface PersonKeys {
  readonly email: string | null;
  readonly phone: string | null;
}

/** A lead that matches. */
interface Match {
  readonly id: string;
  readonly mergedInto: string | null;
}

type Newest = Match & Pick<Fitting, 'key' | 'isOpen'>;

interface Fitting extends Match {
  readonly key: string;
  readonly test: boolean;
  readonly isOpen: boolean;
}

type Finding = (name: LeadName) => Match | NoLead;

/** Finds leads by what other systems know of them, among those that the key may see. */
@Injectable()
export class LeadMatchStore {
  /**
   * Finds leads with one statement for each way of naming. If several share an address, the only open one is meant. By
   * anything but its id, a lead that was merged stands for the one that it was merged into, and the external id of a form
   * for the lead that the form joined.
   * @returns for each name the id, or why it matches none
   */
  async findMany(sql: Sql, names: readonly LeadName[], sight: Sight): Promise<({ readonly id: string } | NoLead)[]> {
    const [byId, byExternalId, byEmail, byPhone] = await Promise.all([
      this.findById(sql, names, sight),
      this.findByExternalId(sql, names, sight),
      this.findByContact(sql, 'email', names, sight),
      this.findByContact(sql, 'phone', names, sight),
    ]);
    const finding: Readonly<Record<LeadName['by'], Finding>> = {
      id: byId,
      externalId: byExternalId,
      email: byEmail,
      phone: byPhone,
    };
    const matches = names.map((name) => finding[name.by](name));
    const staying = await this.findStaying(sql, matches, sight);
    return matches.map((match) => {
      if (typeof match === 'string' || match.mergedInto === null) return match;
      const id = staying.get(match.id);
      return id === undefined ? 'unknownLead' : { id };
    });
  }

  /** Finds the newest open lead of each person, else the newest. @returns null where there is none */
  async findNewest(sql: Sql, persons: readonly PersonKeys[]): Promise<(string | null)[]> {
    const keysOf = (by: 'email' | 'phone', person: PersonKeys) =>
      person[by] === null ? [] : storedKeys(by, person[by]);
    const read = async (by: 'email' | 'phone') => {
      const keys = [...new Set(persons.flatMap((person) => keysOf(by, person)))];
      const rows = keys.length === 0 ? [] : await sql.rows<Newest>(NEWEST_BY[by], [keys]);
      return new Map(rows.map((row) => [row.key, row]));
    };
    const found = { email: await read('email'), phone: await read('phone') };
    const newest = persons.map((person) =>
      (['email', 'phone'] as const)
        .flatMap((by) => keysOf(by, person).flatMap((key) => found[by].get(key) ?? []))
        .sort((one, other) => Number(other.isOpen) - Number(one.isOpen) || (one.id < other.id ? 1 : -1))
        .at(0),
    );
    const staying = await this.findStaying(
      sql,
      newest.map((match) => match ?? 'unknownLead'),
      EVERYBODYS,
    );
    return newest.map((match) =>
      match === undefined ? null : match.mergedInto === null ? match.id : (staying.get(match.id) ?? null),
    );
  }

  /** Finds the leads that have these refs, of several the newest open one. @returns null where there is none */
  async findByRefs(sql: Sql, refs: readonly (Readonly<Record<string, string>> | null)[]): Promise<(string | null)[]> {
    const asked = [...new Set(refs.flatMap((each) => (each === null ? [] : [JSON.stringify(each)])))];
    if (asked.length === 0) return refs.map(() => null);
    const rows = await sql.rows<Match & { readonly key: string }>(
      `select asked.key, newest.id, newest."mergedInto"
         from unnest($1::text[]) as asked (key)
        cross join lateral (
          select lead.id, lead.merged_into as "mergedInto" from lead
           where lead.refs @> asked.key::jsonb and not lead.test and lead.erased_at is null
           order by lead.status = 'open' desc, lead.merged_into is not null, lead.id desc limit 1) as newest`,
      [asked],
      'lead-match-refs',
    );
    const staying = await this.findStaying(sql, rows, EVERYBODYS);
    const found = new Map(rows.map(({ key, id, mergedInto }) => [key, mergedInto === null ? id : staying.get(id)]));
    return refs.map((each) => (each === null ? null : (found.get(JSON.stringify(each)) ?? null)));
  }

  /**
   * Finds what was sent with an external id: leads, and inquiries that have joined one.
   * @returns the id of each, and its lead, which is itself unless it is an inquiry
   */
  findSent(
    sql: Sql,
    sources: readonly string[],
    externalIds: readonly string[],
  ): Promise<{ readonly id: string; readonly leadId: string }[]> {
    return sql.rows(
      `select id, id as "leadId" from lead where source_key = any ($1::text[]) and external_id = any ($2::text[])
       union all
       select id, lead_id from inquiry
        where source_key = any ($1::text[]) and external_id = any ($2::text[]) and became <> 'merged'`,
      [sources.map(caseless), externalIds],
    );
  }

  /** Returns the leads that the merged ones among the matches finally ended up in, by the merged ids. */
  private findStaying(
    sql: Sql,
    matches: readonly (Match | NoLead)[],
    sight: Sight,
  ): Promise<ReadonlyMap<string, string>> {
    const merged = matches.flatMap((match) =>
      typeof match === 'string' || match.mergedInto === null ? [] : [match.id],
    );
    return sql.mapOf(
      `with recursive ${MERGED_STEPS}
       select step.merged_id, lead.id from step join lead using (id) where lead.merged_into is null and ${SEEN}`,
      [merged, ...seenBy(sight)],
    );
  }

  private async findById(sql: Sql, names: readonly LeadName[], sight: Sight): Promise<Finding> {
    const ids = names.flatMap((name) => (name.by === 'id' ? [name.id] : []));
    if (ids.length === 0) return nothing;
    const rows = await sql.rows<{ id: string }>(
      `select lead.id from lead where lead.id = any ($1::uuid[]) and ${SEEN}`,
      [ids, ...seenBy(sight)],
      'lead-match-id',
    );
    const found = new Set(rows.map(({ id }) => id));
    return (name) => (name.by === 'id' && found.has(name.id) ? { id: name.id, mergedInto: null } : 'unknownLead');
  }

  private async findByExternalId(sql: Sql, names: readonly LeadName[], sight: Sight): Promise<Finding> {
    const keys = names.filter((name) => name.by === 'externalId');
    if (keys.length === 0) return nothing;
    const rows = await sql.rows<Match & { source: string; externalId: string }>(
      `select lead.id, lead.merged_into as "mergedInto", asked.source_key as source, asked.external_id as "externalId"
         from unnest($1::text[], $7::text[]) as asked (source_key, external_id)
        cross join lateral (
          select id, source_key from lead
           where ${isOfSource('source_key', 'asked.source_key')} and external_id = asked.external_id
           union all
          select lead_id, source_key from inquiry
           where ${isOfSource('source_key', 'asked.source_key')} and external_id = asked.external_id
             and became <> 'merged') as sent
         join lead on lead.id = sent.id
        where ${SEEN}
        -- The last of a key counts.
        order by lead.test desc, sent.source_key = asked.source_key`,
      [keys.map(({ source }) => caseless(source)), ...seenBy(sight), keys.map(({ externalId }) => externalId)],
    );
    const found = new Map(rows.map((row) => [externalKey(row), row]));
    return (name) => (name.by === 'externalId' && found.get(externalKey(name))) || 'unknownLead';
  }

  private async findByContact(
    sql: Sql,
    by: 'email' | 'phone',
    names: readonly LeadName[],
    sight: Sight,
  ): Promise<Finding> {
    const keysOf = (name: LeadName) => (name.by === by && name.key !== null ? storedKeys(by, name.key) : []);
    const keys = new Set(names.flatMap(keysOf));
    if (keys.size === 0) return nothing;
    const rows = await sql.rows<Fitting>(BY_CONTACT[by], [[...keys], ...seenBy(sight)]);
    const found = groupBy(rows, ({ key }) => key);
    return (name) => meantAmong(keysOf(name).flatMap((key) => found.get(key) ?? []));
  }
}

function nothing(): NoLead {
  return 'unknownLead';
}

/** @param found a lead may be among them under several of the person's keys */
function meantAmong(found: readonly Fitting[]): Match | NoLead {
  if (found.length === 0) return 'unknownLead';
  const all = [...new Map(found.map((each) => [each.id, each])).values()];
  const first = all[0];
  const isLike = ({ test, mergedInto }: Fitting) =>
    (!test || first!.test) && (mergedInto === null || first!.mergedInto !== null);
  const fitting = all.filter(isLike);
  if (fitting.length === 1) return fitting[0]!;
  const open = fitting.filter(({ isOpen }) => isOpen);
  if (open.length === 1) return open[0]!;
  return open.length === 0 ? 'noneOpen' : 'severalOpen';
}
