import { Injectable } from '@nestjs/common';
import { assignmentsOf, columnsFor, inputRows, insertInto, valuesOf } from '../../platform/columns.js';
import type { Sql } from '../../platform/database.js';
import { groupBy } from '../../platform/group.js';
import type { Blocker } from './blocker.js';

const COLUMNS = `id, handoff_id as "handoffId", text, owner_rep_id as "ownerRepId", due_at as "dueAt", raised_at as "raisedAt",
  resolved_at as "resolvedAt", lesson, record_id as "recordId"`;

const { uuid, text, instant } = columnsFor<Blocker>();
const ID = uuid('id', ({ id }) => id);
const CHANGING = [
  uuid('owner_rep_id', ({ ownerRepId }) => ownerRepId),
  instant('resolved_at', ({ resolvedAt }) => resolvedAt),
  text('lesson', ({ lesson }) => lesson),
];
const BLOCKER = [
  ID,
  uuid('handoff_id', ({ handoffId }) => handoffId),
  text('text', (blocker) => blocker.text),
  instant('due_at', ({ dueAt }) => dueAt),
  instant('raised_at', ({ raisedAt }) => raisedAt),
  uuid('record_id', ({ recordId }) => recordId),
  ...CHANGING,
];
const CHANGED = [ID, ...CHANGING];
const INSERT = insertInto('handoff_blocker', BLOCKER);
const UPDATE = `update handoff_blocker set ${assignmentsOf(CHANGING)} from ${inputRows(CHANGED)} where handoff_blocker.id = input.id`;

/** What holds handoffs up. */
@Injectable()
export class BlockerStore {
  async insertMany(tx: Sql, blockers: readonly Blocker[]): Promise<void> {
    if (blockers.length > 0) await tx.query(INSERT, valuesOf(blockers, BLOCKER), 'handoff-blocker-insert');
  }

  async updateMany(tx: Sql, blockers: readonly Blocker[]): Promise<void> {
    if (blockers.length > 0) await tx.query(UPDATE, valuesOf(blockers, CHANGED), 'handoff-blocker-update');
  }

  /** By their handoffs, in the order in which they were raised. */
  async readOf(sql: Sql, handoffIds: readonly string[]): Promise<ReadonlyMap<string, readonly Blocker[]>> {
    if (handoffIds.length === 0) return new Map();
    const { rows } = await sql.query<Blocker>(
      `select ${COLUMNS} from handoff_blocker where handoff_id = any ($1::uuid[]) order by handoff_id, id`,
      [handoffIds],
      'handoff-blockers',
    );
    return groupBy(rows, ({ handoffId }) => handoffId);
  }
}
