import { Injectable } from '@nestjs/common';
import { insertSet, updateSet } from '../../platform/sql/row-sets.js';
import { selectList } from '../../platform/sql/table.js';
import { readByHandoff } from '../parts-of-handoffs.store.js';
import type { Receiver } from './receiver.js';
import { HANDOFF_RECEIVER } from './receiver.table.js';

const RECEIVER = HANDOFF_RECEIVER.columns();
const COLUMNS = selectList(RECEIVER);

@Injectable()
export class ReceiverStore {
  readonly insertMany = insertSet<Receiver>('handoff_receiver', RECEIVER, 'handoff-receiver-insert');

  readonly updateMany = updateSet<Receiver>(
    'handoff_receiver',
    HANDOFF_RECEIVER.columns('handoffId', 'place'),
    HANDOFF_RECEIVER.without('handoffId', 'place', 'name', 'stage'),
    'handoff-receiver-update',
  );

  /** Returns receivers by handoff, each in the order of the kind. */
  readonly readOf = readByHandoff<Receiver>('handoff_receiver', COLUMNS, 'place', 'handoff-receivers');
}
