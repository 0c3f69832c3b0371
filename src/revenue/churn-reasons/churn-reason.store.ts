import { Injectable } from '@nestjs/common';
import type { Sql } from '../../platform/database.js';
import { caseless } from '../../platform/text.js';
import type { Answerable } from './churn-reason.schema.js';

@Injectable()
export class ChurnReasonStore {
  /** In order of creation. */
  async readCodes(sql: Sql): Promise<string[]> {
    const { rows } = await sql.query<{ code: string }>('select code from churn_reason order by created_at, id');
    return rows.map(({ code }) => code);
  }

  /** Returns who could have kept customers, by caseless code. */
  async readAnswerable(sql: Sql): Promise<Map<string, Answerable>> {
    const { rows } = await sql.query<{ code: string; answerable: Answerable }>(
      'select code, answerable from churn_reason',
    );
    return new Map(rows.map(({ code, answerable }) => [caseless(code), answerable]));
  }

  async readLabels(sql: Sql): Promise<Map<string, string>> {
    const { rows } = await sql.query<{ code: string; label: string }>('select code, label from churn_reason');
    return new Map(rows.map(({ code, label }) => [code, label]));
  }
}
