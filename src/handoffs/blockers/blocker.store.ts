import { Injectable } from '@nestjs/common';
import { insertSet, updateSet } from '../../platform/sql/row-sets.js';
import { selectList } from '../../platform/sql/table.js';
import { readByHandoff } from '../parts-of-handoffs.store.js';
import type { Blocker } from './blocker.js';
import { HANDOFF_BLOCKER } from './blocker.table.js';

const BLOCKER = HANDOFF_BLOCKER.columns();
const COLUMNS = selectList(BLOCKER);

@Injectable()
export class BlockerStore {
  readonly insertMany = insertSet<Blocker>('handoff_blocker', BLOCKER, 'handoff-blocker-insert');

  readonly updateMany = updateSet<Blocker>(
    'handoff_blocker',
    HANDOFF_BLOCKER.columns('id'),
    HANDOFF_BLOCKER.columns('ownerRepId', 'resolvedAt', 'lesson'),
    'handoff-blocker-update',
  );

  /** Returns blockers by handoff, in the order in which they were raised. */
  readonly readOf = readByHandoff<Blocker>('handoff_blocker', COLUMNS, 'id', 'handoff-blockers');
}
