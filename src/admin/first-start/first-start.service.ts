import { Injectable } from '@nestjs/common';
import { Raw } from 'typeorm';
import { ConfigurationStore } from '../../configuration/configuration.store.js';
import { ResourceService } from '../../configuration/resource.service.js';
import { SETTINGS } from '../../directory/settings.table.js';
import { REASONS } from '../../disposition/reason.table.js';
import { VersionStore } from '../../documents/version.store.js';
import { TimeSource } from '../../platform/running/time-source.js';
import { Database, type Tx } from '../../platform/sql/database.js';
import { type Actor, system } from '../../platform/values/actor.js';
import type { Instant } from '../../platform/values/duration.js';
import { newId } from '../../platform/values/ids.js';
import { REVIEW } from '../../routing/queues/queue.dto.js';
import { QUEUES } from '../../routing/queues/queue.table.js';
import { CALENDAR } from '../calendars/calendar.kind.js';
import { REASON } from '../reasons/reason.kind.js';
import { QUEUE } from '../routing/queue.kind.js';
import {
  DEFAULT_BACKDATING,
  DEFAULT_CURRENCY,
  DEFAULT_DUPLICATES,
  DEFAULT_INDIVIDUAL_REPORTS,
  DEFAULT_PLACEHOLDERS,
  DEFAULT_RENEWAL_LEAD,
  DEFAULT_REP_BLOCKS_FOR,
  DEFAULT_SILENCE,
  DEFAULT_STORM_BREAKER,
  DEFAULT_TERM_AT_WIN,
  DEFAULT_TIME_ZONE,
  DEFAULT_UNKNOWN_FIELDS,
} from '../settings/settings.schema.js';
import { SettingsService } from '../settings/settings.service.js';
import { BUILT_IN_REASONS, DEFAULT_CALENDAR, REASONS_OF_PROGRAM } from './built-in.js';
import { BUILT_INS } from './built-ins.js';

/** Creates the initial configuration in an empty database, and adds to any other what later versions introduced. */
@Injectable()
export class FirstStartService {
  constructor(
    private readonly database: Database,
    private readonly configuration: ConfigurationStore,
    private readonly resources: ResourceService,
    private readonly settings: SettingsService,
    private readonly documents: VersionStore,
    private readonly time: TimeSource,
  ) {}

  async ensure(): Promise<void> {
    await this.database.transaction(async (tx) => {
      await this.configuration.lockAlone(tx);
      const now = this.time.now();
      const actor = system('firstStart');
      const made = () => ({ faults: [], id: newId(now), actor, now });
      if (await tx.repository(SETTINGS).exists()) {
        const codes = REASONS_OF_PROGRAM.map(({ code }) => code);
        // They may have been written in capitals since, as the queue may: names are compared without case.
        const known = await tx
          .repository(REASONS)
          .findBy({ code: Raw((code) => `lower(${code}) = any (:codes)`, { codes }) });
        const missing = REASONS_OF_PROGRAM.filter(
          ({ code }) => !known.some((each) => each.code.toLowerCase() === code),
        );
        const hasQueue = await tx
          .repository(QUEUES)
          .existsBy({ name: Raw((name) => `lower(${name}) = :review`, { review: REVIEW }) });
        const added = await this.addBuiltIns(tx, { actor, now });
        if (missing.length === 0 && hasQueue && !added) return;
        if (missing.length > 0) await this.resources.insertBuiltIns(REASON, tx, missing, { actor, now });
        if (!hasQueue) await this.resources.insert(QUEUE, tx, { body: { name: REVIEW }, ...made() });
        return this.configuration.bumpRevision(tx);
      }
      const calendar = await this.resources.insert(CALENDAR, tx, { body: DEFAULT_CALENDAR, ...made() });
      await this.resources.insertBuiltIns(REASON, tx, BUILT_IN_REASONS, { actor, now });
      await this.resources.insertBuiltIns(QUEUE, tx, [{ name: REVIEW }], { actor, now });
      await this.addBuiltIns(tx, { actor, now });
      const settings = {
        singleton: true,
        version: 1,
        timeZone: DEFAULT_TIME_ZONE,
        defaultCountry: null,
        currency: DEFAULT_CURRENCY,
        defaultCalendarId: calendar.id,
        backdating: DEFAULT_BACKDATING,
        stormBreaker: DEFAULT_STORM_BREAKER,
        silence: DEFAULT_SILENCE,
        alertsTo: [],
        testPoolId: null,
        contactHours: {},
        repBlocksFor: DEFAULT_REP_BLOCKS_FOR,
        renewalLead: DEFAULT_RENEWAL_LEAD,
        termAtWin: DEFAULT_TERM_AT_WIN,
        refLinks: {},
        individualReports: DEFAULT_INDIVIDUAL_REPORTS,
        duplicates: DEFAULT_DUPLICATES,
        placeholders: DEFAULT_PLACEHOLDERS,
        ownDomains: [],
        unknownFields: DEFAULT_UNKNOWN_FIELDS,
        updatedAt: now,
      };
      await this.settings.insert(tx, settings, actor);
      await this.configuration.bumpRevision(tx);
    });
  }

  /** Creates the built-ins of satellites whose kind has never had a resource. @returns whether any were created */
  private async addBuiltIns(tx: Tx, made: { readonly actor: Actor; readonly now: Instant }): Promise<boolean> {
    const known = await this.documents.findKinds(
      tx,
      BUILT_INS.all.map(({ kind }) => kind.kind),
    );
    const missing = BUILT_INS.all.filter(({ kind }) => !known.has(kind.kind));
    for (const { kind, bodies } of missing) await this.resources.insertBuiltIns(kind, tx, bodies, made);
    return missing.length > 0;
  }
}
