import { boolean, code, Field, instant, int, json, table, uuid } from '../platform/table.js';
import { subjectFields } from '../vocabulary/subject.table.js';
import type { NotificationType } from './notification.js';

/** What reps are told in the program. */
export const NOTIFICATION = table('notification', 'work', {
  ...subjectFields,
  id: uuid().key(),
  repId: uuid(),
  type: code<NotificationType>(),
  data: json<Readonly<Record<string, unknown>>>(),
  /** Its place in the feed, that of its transaction. */
  epoch: int(),
  xid: Field.of<string>('xid8'),
  createdAt: instant(),
  readAt: instant().nullable(),
  /** Whether what goes by other ways was made of it, if anything. */
  passedOn: boolean().default('false'),
});
