import { Injectable } from '@nestjs/common';
import { assignmentsOf, inputRows, insertInto, valuesOf } from '../../platform/columns.js';
import type { Sql } from '../../platform/database.js';
import { groupBy } from '../../platform/group.js';
import { selectList } from '../../platform/table.js';
import type { Blocker } from './blocker.js';
import { HANDOFF_BLOCKER } from './blocker.table.js';

const BLOCKER = HANDOFF_BLOCKER.columns();
const CHANGING = HANDOFF_BLOCKER.columns('ownerRepId', 'resolvedAt', 'lesson');
const CHANGED = [...HANDOFF_BLOCKER.columns('id'), ...CHANGING];
const COLUMNS = selectList(BLOCKER);
const INSERT = insertInto('handoff_blocker', BLOCKER);
const UPDATE = `update handoff_blocker set ${assignmentsOf(CHANGING)} from ${inputRows(CHANGED)} where handoff_blocker.id = input.id`;

@Injectable()
export class BlockerStore {
  async insertMany(tx: Sql, blockers: readonly Blocker[]): Promise<void> {
    if (blockers.length > 0) await tx.query(INSERT, valuesOf(blockers, BLOCKER), 'handoff-blocker-insert');
  }

  async updateMany(tx: Sql, blockers: readonly Blocker[]): Promise<void> {
    if (blockers.length > 0) await tx.query(UPDATE, valuesOf(blockers, CHANGED), 'handoff-blocker-update');
  }

  /** Returns blockers by handoff, in the order in which they were raised. */
  async readOf(sql: Sql, handoffIds: readonly string[]): Promise<ReadonlyMap<string, readonly Blocker[]>> {
    if (handoffIds.length === 0) return new Map();
    const rows = await sql.rows<Blocker>(
      `select ${COLUMNS} from handoff_blocker where handoff_id = any ($1::uuid[]) order by handoff_id, id`,
      [handoffIds],
      'handoff-blockers',
    );
    return groupBy(rows, ({ handoffId }) => handoffId);
  }
}
