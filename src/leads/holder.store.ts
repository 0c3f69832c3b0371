import { Injectable } from '@nestjs/common';
import { Database } from '../platform/database.js';

/** A rep who has a lead, or had it. */
export interface Holder {
  readonly leadId: string;
  readonly repId: string;
}

/** Who has which leads, and had them before. */
@Injectable()
export class HolderStore {
  constructor(private readonly database: Database) {}

  /** Of some leads, which of some reps have them or ever had. */
  async readHolders(leadIds: readonly string[], repIds: readonly string[]): Promise<Holder[]> {
    const { rows } = await this.database.reads.query<Holder>(
      `select distinct lead_id as "leadId", rep_id as "repId" from assignment
        where lead_id = any ($1::uuid[]) and rep_id = any ($2::uuid[])`,
      [leadIds, repIds],
      'holders-of-leads',
    );
    return rows;
  }

  /** The leads that some reps have, in the order of their ids, after one. */
  async readHeld(repIds: readonly string[], after: string | null, limit: number): Promise<string[]> {
    const { rows } = await this.database.reads.query<{ id: string }>(
      `select lead_id as id from assignment
        where rep_id = any ($1::uuid[]) and until_at is null and ($2::uuid is null or lead_id > $2)
        order by lead_id limit $3`,
      [repIds, after, limit],
      'held-leads',
    );
    return rows.map(({ id }) => id);
  }
}
