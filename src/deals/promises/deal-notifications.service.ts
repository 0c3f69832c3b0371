import { Injectable } from '@nestjs/common';
import type { PoolsAndTeams } from '../../deliveries/channels/channel.js';
import type { SubjectNotifications } from '../../deliveries/notified-subjects.service.js';
import type { NotificationRow } from '../../notifications/notification.store.js';
import type { Sql } from '../../platform/sql/database.js';
import { readDealNames } from '../deal.store.js';
import { readProposing } from '../deal-contracts.store.js';
import { obsoleteDeal } from './deal-words.js';
import { PromisedDeals } from './promised-deals.service.js';

/** Nothing about deals is posted. */
const NOBODY: PoolsAndTeams = { poolIds: [], teamIds: [] };

@Injectable()
export class DealNotifications implements SubjectNotifications {
  readonly subjectType = 'deal';
  readonly posted = [];
  readonly outdating = [];

  constructor(private readonly cases: PromisedDeals) {}

  async readNames(sql: Sql, ids: readonly string[]): Promise<ReadonlyMap<string, string>> {
    if (ids.length === 0) return new Map();
    return new Map([...(await readDealNames(sql, ids))].map(([id, name]) => [id, `Deal “${name}”`]));
  }

  async readClientTexts() {
    return () => null;
  }

  async readObsolete(sql: Sql, ids: readonly string[]) {
    const byId = new Map((await this.cases.look(sql, ids)).map((each) => [each.subjectId, each]));
    const proposing = await readProposing(sql, ids);
    return (row: NotificationRow) => {
      const subject = byId.get(row.subjectId ?? '');
      return subject && obsoleteDeal(row, subject, proposing.get(subject.subjectId));
    };
  }

  async readConcerned() {
    return () => NOBODY;
  }

  async readPosts() {
    return new Map();
  }
}
