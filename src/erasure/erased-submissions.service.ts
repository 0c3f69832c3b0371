import { Injectable } from '@nestjs/common';
import type { Caller } from '../auth/scope.js';
import { writtenBy } from '../lifecycle/closing/disposing.js';
import { TimeSource } from '../platform/running/time-source.js';
import { Database } from '../platform/sql/database.js';
import { system } from '../platform/values/actor.js';
import { ErasingService } from './erasing.service.js';
import { ErasureStore } from './erasure.store.js';

/** What a submission has become. @property id its own, which is also that of the lead that it made, or of its inquiry */
export interface BecomeOfSubmission {
  readonly id: string;
  readonly leadId: string;
}

/** Erases what a submission has become, because it was deleted where it came from. */
@Injectable()
export class ErasedSubmissions {
  constructor(
    private readonly erasing: ErasingService,
    private readonly erasures: ErasureStore,
    private readonly database: Database,
    private readonly time: TimeSource,
  ) {}

  /**
   * Erases the lead that it made, or what it said in a lead that came otherwise, which stays. The certificate has its id,
   * so that erasing it again changes nothing.
   */
  async erase(
    submission: BecomeOfSubmission,
    connection: { readonly id: string; readonly name: string },
    reason: string,
  ): Promise<void> {
    const { id, leadId } = submission;
    const caller: Caller = {
      keyId: connection.id,
      name: connection.name,
      scopes: ['integration'],
      repId: null,
      connectionId: connection.id,
    };
    const made = { id, askedBy: 'submission', reason, madeAt: this.time.now() } as const;
    await this.erasures.begin(this.database, { ...made, ...writtenBy(system('connection')) });
    if (id === leadId) await this.erasing.erase({ by: 'leadId', key: id, keys: [id] }, { id, caller });
    else await this.erasing.eraseInquiry(submission, { id, caller });
  }
}
