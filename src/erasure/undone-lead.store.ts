import { Injectable } from '@nestjs/common';
import { changedSinceMade } from '../events/changed-since-made.js';
import { IMPORT_RULE } from '../events/event.js';
import type { Sql } from '../platform/sql/database.js';

/**
 * Whether anything happened to a lead after its arrival by whoever is no timer: people, programs, or whoever called, met
 * or asked again by a connection. Reps who are dealt it, and promises that are missed, are no work on it.
 */
const IS_WORKED_ON = changedSinceMade(
  'lead.id',
  `event.actor_type <> 'system'
     or event.actor_rule is distinct from '${IMPORT_RULE}' and event.type in ('lead.touched', 'lead.inquired', 'lead.milestone')`,
);

/** The leads of an import that is being undone. */
@Injectable()
export class UndoneLeadStore {
  /** By ascending id; without those that are erased. */
  findLeads(sql: Sql, importId: string, after: string | null, limit: number): Promise<string[]> {
    return sql.column(
      `select id from lead where import_id = $1 and erased_at is null and ($2::uuid is null or id > $2)
        order by id limit $3`,
      [importId, after, limit],
      'undone-leads',
    );
  }

  findUntouched(sql: Sql, leadIds: readonly string[]): Promise<string[]> {
    return sql.column(
      `select id from lead where id = any ($1::uuid[]) and not ${IS_WORKED_ON}`,
      [leadIds],
      'undone-untouched',
    );
  }

  count(sql: Sql, importId: string): Promise<{ undone: number; kept: number }> {
    return sql.one(
      `select count(*) filter (where erasure_id = import_id)::int as undone,
              count(*) filter (where erased_at is null)::int as kept
         from lead where import_id = $1`,
      [importId],
    );
  }
}
