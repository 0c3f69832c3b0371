import { Injectable } from '@nestjs/common';
import type { Caller } from '../auth/scope.js';
import { InquiryStore } from '../leads/inquiry.store.js';
import { differencesOf } from '../leads/inquiry-differences.js';
import { isSeen, sightOf } from '../leads/visibility.js';
import { mapPage, readPageById } from '../platform/http/page.js';
import { Database } from '../platform/sql/database.js';
import { toIso } from '../platform/values/duration.js';
import type { InquiriesQuery } from './inquiry.schema.js';
import { LeadsService } from './leads.service.js';

@Injectable()
export class InquiriesService {
  constructor(
    private readonly leads: LeadsService,
    private readonly inquiries: InquiryStore,
    private readonly database: Database,
  ) {}

  /**
   * A key that sees the lead only because it sent it gets the inquiries that it sent too.
   * @throws NotFoundError unless the caller may see the lead
   */
  async list(leadId: string, { order = 'oldest', ...page }: InquiriesQuery, caller: Caller) {
    const { row, directory } = await this.leads.find(leadId, caller);
    const seesAll = isSeen({ ...sightOf(caller, directory), createdBy: null }, row);
    const of = { leadId, createdBy: seesAll ? null : caller.keyId, order };
    const { reads } = this.database;
    const read = await readPageById(page, (after, limit) => this.inquiries.readPage(reads, of, after, limit));
    return mapPage(read, (inquiry) => ({
      id: inquiry.id,
      leadId,
      cycle: inquiry.cycle,
      receivedAt: toIso(inquiry.receivedAt),
      matchedBy: inquiry.matchedBy,
      became: inquiry.became,
      mergedLeadId: inquiry.mergedLeadId,
      sent: inquiry.document,
      differs: differencesOf(inquiry, row),
    }));
  }
}
