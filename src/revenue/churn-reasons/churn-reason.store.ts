import { Injectable } from '@nestjs/common';
import type { Sql } from '../../platform/sql/database.js';
import { caseless } from '../../platform/values/text.js';
import type { Answerable } from './churn-reason.schema.js';

export interface ChurnMeaning {
  readonly label: string;
  readonly answerable: Answerable;
}

@Injectable()
export class ChurnReasonStore {
  /** In order of creation. */
  readCodes(sql: Sql): Promise<string[]> {
    return sql.column('select code from churn_reason order by created_at, id');
  }

  /** Returns the labels of all reasons and who could have kept customers, by caseless code. */
  async readMeanings(sql: Sql): Promise<Map<string, ChurnMeaning>> {
    const rows = await sql.rows<ChurnMeaning & { code: string }>('select code, label, answerable from churn_reason');
    return new Map(rows.map(({ code, ...meaning }) => [caseless(code), meaning]));
  }

  readLabels(sql: Sql): Promise<Map<string, string>> {
    return sql.map('select code, label from churn_reason');
  }
}

/** Returns the labels of churn reasons by their codes. */
export function readLabelsOf(sql: Sql, codes: readonly string[]): Promise<Map<string, string>> {
  return sql.map('select code, label from churn_reason where code = any ($1::text[])', [codes]);
}
