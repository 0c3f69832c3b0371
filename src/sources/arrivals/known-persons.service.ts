import { Injectable } from '@nestjs/common';
import { type IdentifyingSettings, identifyingAddress, identifyingNumber } from '../../contact/identifying.js';
import type { LeadBody } from '../../leads/lead.dto.js';
import { LeadMatchStore } from '../../leads/lead-match.store.js';
import { Database } from '../../platform/sql/database.js';

/** Finds the leads of persons of whom another system has a record. */
@Injectable()
export class KnownPersons {
  constructor(
    private readonly matches: LeadMatchStore,
    private readonly database: Database,
  ) {}

  /**
   * @param records null: not asked for
   * @returns the lead that has the id of the record among its refs, else the newest of the person; null for none
   */
  async find(
    records: readonly (LeadBody | null)[],
    settings: IdentifyingSettings,
  ): Promise<({ readonly leadId: string } | null)[]> {
    if (records.every((record) => record === null)) return records.map(() => null);
    const byRef = await this.matches.findByRefs(
      this.database,
      records.map((record) => record?.refs ?? null),
    );
    const newest = await this.matches.findNewest(
      this.database,
      records.map((record) => {
        const { email, phone, country } = record?.contact ?? {};
        return { email: identifyingAddress(email, settings), phone: identifyingNumber(phone, country, settings) };
      }),
    );
    return records.map((record, index) => {
      const leadId = record === null ? null : (byRef[index] ?? newest[index] ?? null);
      return leadId === null ? null : { leadId };
    });
  }
}
