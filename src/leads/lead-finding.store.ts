import { Injectable } from '@nestjs/common';
import type { WeighedRow } from '../platform/http/page.js';
import { compose } from '../platform/sql/clauses.js';
import { Database } from '../platform/sql/database.js';
import {
  clausesOf,
  endIdOf,
  firstIdOf,
  isWalked,
  type LeadClause,
  type LeadFilter,
  OPEN_LEADS,
  type Source,
  sourceOf,
  type Tables,
} from './lead-filter.store.js';
import type { Sight } from './visibility.js';
import { questionOf } from './words.js';

/** Leads that a search reads one by one: two microseconds each. */
const FEW_MAX = 10_000;

/** What is walked in the order of leads. */
const WALKS = {
  assignment: { id: 'lead_id', isIn: 'until_at is null' },
  lead_words: { id: 'lead_id', isIn: 'true' },
  lead: { id: 'id', isIn: 'true' },
} as const;

/** How far a list looks in vain. */
const MOST = {
  few: FEW_MAX,
  assignment: FEW_MAX,
  /** Rows of words that a search scans before it uses the index: a quarter of a microsecond each. */
  lead_words: 50_000,
  /** Leads of which a page looks at each, when no index leads to those that match: two microseconds each. */
  lead: 80_000,
};

/** A condition that holds for few leads. */
type Few = Required<Pick<LeadClause, 'led'>> & Pick<LeadClause, 'value'>;

interface Search {
  readonly question: string;
  readonly few: Few | null;
  readonly after: string | null;
  readonly limit: number;
}

/**
 * The limit tells the planner how few they are; without it, and if the query were not materialized, it would scan all
 * leads for them. @param led the query, with one value
 */
const withLed = (led: string) => `with led as materialized (
  select distinct id from (select id from (${led.replaceAll('?', '$1')}) as given limit ${FEW_MAX}) as those
   order by id)`;

/** Looks up the words of each lead, or the planner would read those of all. */
const THEIR_WORDS = `cross join lateral (
    select words from lead_words where lead_words.lead_id = walked.lead_id offset 0) as found`;

/** The words of the few leads that a query finds. */
const LED = (led: string) => `(
  ${withLed(led)}
  select walked.lead_id, found.words from (select id as lead_id from led) as walked ${THEIR_WORDS}) as lead_words`;

/** Reads only the leads for which a condition holds, in their order. */
function amongFew({ led }: Few, { leading, joined, id }: Source): Tables {
  return {
    leading: `(${withLed(led)} select id from led) as few join ${leading} on ${id} = few.id`,
    joined,
    id: 'few.id',
  };
}

/**
 * Leads with a matching word, from an id on. Materialized, or the planner would scan all leads in the hope of an early
 * match.
 */
const FOUND = `(
  with found as materialized (
    select lead_id from lead_words where indexed and words @@ $1::tsquery and lead_id >= $2
    union all
    select lead_id from lead_words where not indexed and words @@ $1::tsquery and lead_id >= $2)
  select lead_id from found order by lead_id) as lead_words`;

/** The words of the next open leads after an id; materialized, or the planner would walk the words of all leads. */
const WORDS_OF_OPEN = `(
  with walked as materialized (
    select lead_id from assignment where until_at is null and lead_id is not null and ($1::uuid is null or lead_id > $1)
     order by lead_id limit ${FEW_MAX})
  select walked.lead_id, found.words from walked ${THEIR_WORDS}) as lead_words`;

/** Joins leads to their words, in whose order they are read. */
export function behind(words: string, { leading, joined, id }: Source): Tables {
  return { leading: `${words} join ${leading} on ${id} = lead_words.lead_id`, joined, id: 'lead_words.lead_id' };
}

/** The characters of the fields that make a lead large. */
export const WEIGHT = `coalesce(length(lead.message), 0) + coalesce(length(lead.attributes::text), 0)
  + coalesce(length(lead.refs::text), 0) + coalesce(length(lead.click_ids::text), 0)`;

export interface FoundLead extends WeighedRow {
  readonly id: string;
}

const laterOf = (one: string | null, other: string | null) =>
  one === null || (other !== null && other > one) ? other : one;

/** Finds the leads of a filter in the order of their arrival, by the index that leads to the fewest. */
@Injectable()
export class LeadFindingStore {
  protected readonly most = MOST;

  constructor(private readonly database: Database) {}

  /** Finds leads after an id, as far as a list looks in vain. @returns also the id at which it ended; null if it has not */
  async findSome(filter: LeadFilter, sight: Sight, after: string | null, limit: number) {
    const walkedTo = isWalked(filter) ? await this.walkEnd(filter, after) : null;
    const within: LeadClause[] = walkedTo === null ? [] : [{ sql: 'lead.id <= ?', value: walkedTo }];
    return { found: await this.find(filter, sight, after, limit, within), walkedTo };
  }

  async find(
    filter: LeadFilter,
    sight: Sight,
    after: string | null,
    limit: number,
    more: readonly LeadClause[] = [],
  ): Promise<FoundLead[]> {
    const from = sourceOf(filter);
    const clauses = [...clausesOf(filter, sight, from), ...more];
    if (after !== null) clauses.push({ sql: `${from.id} > ?`, value: after });
    const few = await this.findFew(clauses);
    if (filter.q !== undefined)
      return this.search(from, clauses, { question: questionOf(filter.q), few, after, limit });
    return this.read(few === null ? from : amongFew(few, from), clauses, limit, few === null ? [] : [few.value]);
  }

  /**
   * Searches by words. If another condition leads to few leads, reads the words of those. Otherwise scans the next
   * leads, which soon finds common words. If that finds too few, the words are rare, so the index, which returns all
   * matches, returns little (docs/adr/0013).
   */
  private async search(
    from: Source,
    clauses: readonly LeadClause[],
    { question, few, after, limit }: Search,
  ): Promise<FoundLead[]> {
    const clause: LeadClause = { sql: '(lead_words.words @@ ?::tsquery) is true', value: question };
    if (few !== null) return this.read(behind(LED(few.led), from), [...clauses, clause], limit, [few.value]);
    const isOpen = from === OPEN_LEADS;
    const end = await this.endOfWalk(isOpen ? 'assignment' : 'lead_words', after);
    const walked: LeadClause[] = [clause];
    if (after !== null) walked.push({ sql: 'lead_words.lead_id > ?', value: after });
    if (end !== null) walked.push({ sql: 'lead_words.lead_id < ?', value: end });
    const [words, given] = isOpen ? [WORDS_OF_OPEN, [after]] : ['lead_words', []];
    const near = await this.read(behind(words, from), [...clauses, ...walked], limit, given);
    if (end === null || near.length === limit) return near;
    const far = await this.read(behind(FOUND, from), clauses, limit - near.length, [question, end]);
    return [...near, ...far];
  }

  /**
   * Returns the first condition that an index shows to match few leads. The planner cannot know: it expects as many of
   * each value, and would scan all leads for one that is rare.
   */
  private async findFew(clauses: readonly LeadClause[]): Promise<Few | null> {
    for (const { led, value } of clauses) {
      if (led === undefined) continue;
      const { conditions, values } = compose([{ sql: led, value }]);
      const { count } = await this.database.reads.query(`${conditions} offset ${this.most.few} limit 1`, values);
      if (count === 0) return { led, value };
    }
    return null;
  }

  /** Returns the id at which a scan of leads for a filter ends; null if it reaches the last of them. */
  private async walkEnd(filter: LeadFilter, after: string | null): Promise<string | null> {
    const walkedTo = await this.endOfWalk('lead', laterOf(after, firstIdOf(filter)));
    const end = endIdOf(filter);
    return walkedTo !== null && end !== null && walkedTo >= end ? null : walkedTo;
  }

  /** Returns the id at which the scan ends; null if it reaches the end. */
  private async endOfWalk(table: keyof typeof WALKS, after: string | null): Promise<string | null> {
    const { id, isIn } = WALKS[table];
    const row = await this.database.reads.row<{ id: string }>(
      `select ${id} as id from ${table} where ${isIn} and ($1::uuid is null or ${id} > $1)
        order by ${id} offset ${this.most[table]} limit 1`,
      [after],
    );
    return row?.id ?? null;
  }

  private read(
    { leading, joined, id }: Tables,
    clauses: readonly LeadClause[],
    limit: number,
    given: readonly unknown[] = [],
  ): Promise<FoundLead[]> {
    const { conditions, values } = compose(clauses, given);
    return this.database.reads.rows(
      `select lead.id, ${WEIGHT} as weight from ${leading} ${joined} where ${conditions} order by ${id} limit ${limit}`,
      values,
    );
  }
}
