import { Injectable } from '@nestjs/common';
import { InquiryStore } from '../../leads/inquiry.store.js';
import type { Sql } from '../../platform/sql/database.js';
import type { Instant } from '../../platform/values/duration.js';
import { pluck } from '../../platform/values/group.js';
import { owesFirstTouch } from '../clocks/cadence.js';
import type { LeadCase } from '../lead-case.js';
import type { UnitOfWork } from '../unit-of-work.js';
import { notifyOfForm } from './joining.js';

/** A lead that its former owner has back, and when they had lost it. */
export interface LeadBack {
  readonly leadCase: LeadCase;
  readonly since: Instant;
}

/** Notifies owners who get leads back of the forms that came while somebody else had them. */
@Injectable()
export class FormsMeanwhile {
  constructor(private readonly inquiries: InquiryStore) {}

  /** Of several forms of one lead, the latest is named. */
  async notify(sql: Sql, work: UnitOfWork, back: readonly LeadBack[]): Promise<void> {
    if (back.length === 0) return;
    const forms = await this.inquiries.latestJoined(sql, pluck(pluck(back, 'leadCase'), 'subjectId'));
    for (const { leadCase, since } of back) {
      const form = forms.get(leadCase.subjectId);
      if (form === undefined || form.receivedAt < since || leadCase.lead.ownerId === null) continue;
      notifyOfForm(work, leadCase.lead.ownerId, leadCase, form, owesFirstTouch(leadCase) ? 'stillOwed' : 'none');
    }
  }
}
