import { Injectable } from '@nestjs/common';
import { inputRows, valuesOf } from '../../platform/sql/columns.js';
import type { Sql, Tx } from '../../platform/sql/database.js';
import { type Instant, toIso } from '../../platform/values/duration.js';
import type { SurvivedWin } from './survival.js';
import { FEEDBACK_SURVIVAL } from './survival.table.js';

/** A win whose remaining value is not decided yet. */
export interface WaitingWin {
  readonly leadId: string;
  readonly milestoneId: string;
}

type PostponedWin = WaitingWin & { readonly lookAt: Instant };
const POSTPONED = FEEDBACK_SURVIVAL.columns('leadId', 'milestoneId', 'lookAt');
const DECIDED = [
  FEEDBACK_SURVIVAL.column('leadId', ({ leadId }: SurvivedWin) => leadId),
  FEEDBACK_SURVIVAL.column('milestoneId', ({ milestoneId }: SurvivedWin) => milestoneId),
  FEEDBACK_SURVIVAL.column('afterSeq', ({ afterSeq }: SurvivedWin) => afterSeq),
  FEEDBACK_SURVIVAL.column('decidedAt', ({ at }: SurvivedWin) => at),
  FEEDBACK_SURVIVAL.column('amount', ({ value }: SurvivedWin) => value.amount),
  FEEDBACK_SURVIVAL.column('currency', ({ value }: SurvivedWin) => value.currency),
];

@Injectable()
export class SurvivalStore {
  /** Makes these wins wait, and removes all other waiting wins of the leads. */
  async awaitWins(
    tx: Tx,
    destinationId: string,
    leadIds: readonly string[],
    wins: readonly PostponedWin[],
  ): Promise<void> {
    await tx.query(
      `delete from feedback_survival
        where destination_id = $1 and lead_id = any ($2::uuid[]) and look_at is not null
          and milestone_id <> all ($3::uuid[])`,
      [destinationId, leadIds, wins.map(({ milestoneId }) => milestoneId)],
      'survival-leave',
    );
    if (wins.length === 0) return;
    await tx.query(
      `insert into feedback_survival (destination_id, lead_id, milestone_id, look_at)
       select $${POSTPONED.length + 1}::uuid, input.lead_id, input.milestone_id, input.look_at
         from ${inputRows(POSTPONED)}
       on conflict do nothing`,
      [...valuesOf(wins, POSTPONED), destinationId],
      'survival-await',
    );
  }

  /** @param destinationId of a locked destination */
  readDue(tx: Tx, destinationId: string, now: Instant, limit: number): Promise<WaitingWin[]> {
    return tx.rows(
      `select lead_id as "leadId", milestone_id as "milestoneId" from feedback_survival
        where destination_id = $1 and look_at <= $2 order by look_at, milestone_id limit $3`,
      [destinationId, toIso(now), limit],
      'survival-due',
    );
  }

  async decide(tx: Tx, destinationId: string, decided: readonly SurvivedWin[]): Promise<void> {
    if (decided.length === 0) return;
    await tx.query(
      `update feedback_survival as row
          set look_at = null, after_seq = input.after_seq, decided_at = input.decided_at, amount = input.amount,
              currency = input.currency
         from ${inputRows(DECIDED)}
        where row.destination_id = $${DECIDED.length + 1} and row.lead_id = input.lead_id
          and row.milestone_id = input.milestone_id and row.look_at is not null`,
      [...valuesOf(decided, DECIDED), destinationId],
      'survival-decide',
    );
  }

  async postpone(sql: Sql, destinationId: string, wins: readonly PostponedWin[]): Promise<void> {
    if (wins.length === 0) return;
    await sql.query(
      `update feedback_survival as row set look_at = input.look_at from ${inputRows(POSTPONED)}
        where row.destination_id = $${POSTPONED.length + 1} and row.lead_id = input.lead_id
          and row.milestone_id = input.milestone_id and row.look_at is not null`,
      [...valuesOf(wins, POSTPONED), destinationId],
      'survival-postpone',
    );
  }

  async readDecided(sql: Sql, destinationId: string, leadIds: readonly string[]): Promise<SurvivedWin[]> {
    if (leadIds.length === 0) return [];
    const rows = await sql.rows<Omit<SurvivedWin, 'value'> & SurvivedWin['value']>(
      `select lead_id as "leadId", milestone_id as "milestoneId", after_seq as "afterSeq", decided_at as at, amount, currency
         from feedback_survival where destination_id = $1 and lead_id = any ($2::uuid[]) and look_at is null`,
      [destinationId, leadIds],
      'survival-decided',
    );
    return rows.map(({ amount, currency, ...row }) => ({ ...row, value: { amount, currency } }));
  }
}
