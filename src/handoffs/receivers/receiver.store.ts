import { Injectable } from '@nestjs/common';
import type { Tx } from '../../platform/sql/database.js';
import { insertSet, updateSet } from '../../platform/sql/row-sets.js';
import { selectList } from '../../platform/sql/table.js';
import { readByHandoff } from '../parts-of-handoffs.store.js';
import type { MissedPiece, Receiver } from './receiver.js';
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

/** Writes the pieces that receivers missed, without what an erased person left in them. */
export async function writeErasedPieces(
  tx: Tx,
  rows: readonly { readonly handoffId: string; readonly place: number; readonly missing: readonly MissedPiece[] }[],
): Promise<void> {
  await tx.query(
    `update handoff_receiver set missing = given.missing
       from jsonb_to_recordset($1::jsonb) as given ("handoffId" uuid, place integer, missing jsonb)
      where handoff_receiver.handoff_id = given."handoffId" and handoff_receiver.place = given.place`,
    [JSON.stringify(rows)],
  );
}
