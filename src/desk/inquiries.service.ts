import { Injectable } from '@nestjs/common';
import type { Caller } from '../auth/scope.js';
import { InquiryStore } from '../leads/inquiry.store.js';
import { isSeen, sightOf } from '../leads/visibility.js';
import { mapPage, type PageRequest, readPageById } from '../platform/http/page.js';
import { Database } from '../platform/sql/database.js';
import { toIso } from '../platform/values/duration.js';
import { LeadsService } from './leads.service.js';

@Injectable()
export class InquiriesService {
  constructor(
    private readonly leads: LeadsService,
    private readonly inquiries: InquiryStore,
    private readonly database: Database,
  ) {}

  /**
   * Oldest first. A key that sees the lead only because it sent it gets the inquiries that it sent too.
   * @throws NotFoundError unless the caller may see the lead
   */
  async list(leadId: string, page: PageRequest, caller: Caller) {
    const { row, directory } = await this.leads.find(leadId, caller);
    const seesAll = isSeen({ ...sightOf(caller, directory), createdBy: null }, row);
    const of = { leadId, createdBy: seesAll ? null : caller.keyId };
    const { reads } = this.database;
    const read = await readPageById(page, (after, limit) => this.inquiries.readPage(reads, of, after, limit));
    return mapPage(read, ({ id, cycle, receivedAt, matchedBy, became, mergedLeadId, document }) => ({
      id,
      leadId,
      cycle,
      receivedAt: toIso(receivedAt),
      matchedBy,
      became,
      mergedLeadId,
      sent: document,
    }));
  }
}
