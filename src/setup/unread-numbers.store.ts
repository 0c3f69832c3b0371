import { Injectable } from '@nestjs/common';
import { UNREADABLE_PHONE } from '../leads/reading.js';
import type { Sql } from '../platform/sql/database.js';

/** How many of the latest leads are looked at. */
const LATEST = 200;

@Injectable()
export class UnreadNumbersStore {
  /** Returns how many of the latest leads came with a number that could not be read, without tests. */
  count(sql: Sql): Promise<number> {
    return sql.value(
      `select count(*)::int as unread
         from (select issues, test from lead order by id desc limit ${LATEST}) as latest
        where not test and issues::jsonb ? $1`,
      [UNREADABLE_PHONE],
      'unread-numbers',
    );
  }
}
