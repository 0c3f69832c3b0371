import { bigint, boolean, code, Field, instant, int, json, table, uuid } from '../platform/sql/table.js';
import { subjectFields } from '../vocabulary/subject.table.js';
import type { NotificationType } from './notification.js';

export const NOTIFICATION = table('notification', 'work', {
  ...subjectFields,
  id: uuid().key(),
  repId: uuid(),
  type: code<NotificationType>(),
  data: json<Readonly<Record<string, unknown>>>(),
  /** Its position in the feed, that of an event of its subject, and among the notifications there. */
  epoch: int(),
  xid: Field.of<string>('xid8'),
  seq: bigint().default('generated'),
  createdAt: instant(),
  readAt: instant().nullable(),
  /** Whether its messages by other ways, if any, were made. */
  passedOn: boolean().default('false'),
});
