import { Injectable } from '@nestjs/common';
import type { CalendarBody } from '../../calendar/calendar.dto.js';
import { CALENDARS } from '../../calendar/calendar.table.js';
import { ConfigurationService } from '../../configuration/configuration.service.js';
import { ResourceService } from '../../configuration/resource.service.js';
import {
  faultsOfReferences,
  faultsOfRepeats,
  referenceAt,
  referencesIn,
} from '../../configuration/resource-page.store.js';
import { isTelephoneCountry } from '../../contact/number.js';
import { faultsOfContactHours } from '../../contact/reach.js';
import { definitionOf } from '../../directory/directory.service.js';
import { faultsOfRefLinks } from '../../directory/ref-links.js';
import { SETTINGS, type SettingsRow } from '../../directory/settings.table.js';
import { domainKey, isOfEverybody } from '../../disposition/suppression.js';
import { changesBetween } from '../../documents/change.js';
import { HistoryService, type KeptVersion } from '../../documents/history.service.js';
import { requireMatch } from '../../documents/if-match.js';
import type { Submission } from '../../documents/replacement.js';
import { VersionStore } from '../../documents/version.store.js';
import { ContactKeysStore } from '../../leads/contact-keys.store.js';
import type { PageRequest } from '../../platform/http/page.js';
import { type Fault, fault, step } from '../../platform/input/fault.js';
import { refuse } from '../../platform/input/refusal.js';
import { Database, type RowSql, type Tx } from '../../platform/sql/database.js';
import { type Actor, system } from '../../platform/values/actor.js';
import {
  elapsedMs,
  type Instant,
  MS_PER_DAY,
  MS_PER_MINUTE,
  parseDuration,
  toIso,
} from '../../platform/values/duration.js';
import { type SilenceSettings, silentAfterMs } from '../../sla/silence.js';
import { COUNTED_FOR_MS, countedForMs, type StormBreakerSettings } from '../../sla/storm.js';
import { CALENDAR } from '../calendars/calendar.kind.js';
import type { SettingsBody } from './settings.schema.js';

/** The fixed id of the settings in versions and events. */
const SETTINGS_ID = '00000000-0000-7000-8000-000000000004';

@Injectable()
export class SettingsService {
  constructor(
    private readonly database: Database,
    private readonly configuration: ConfigurationService,
    private readonly documents: VersionStore,
    private readonly history: HistoryService,
    private readonly resources: ResourceService,
    private readonly contacts: ContactKeysStore,
  ) {}

  async get() {
    return view(await readSettings(this.database));
  }

  versions(page: PageRequest) {
    return this.history.versions('settings', SETTINGS_ID, page);
  }

  version(version: number): Promise<KeptVersion> {
    return this.history.version('settings', SETTINGS_ID, version);
  }

  /** @throws StaleVersionError unless it is meant for the present version */
  async put({ body, ifMatch, restores, requestId }: Submission<SettingsBody>, actor: Actor, dryRun: boolean) {
    const replace = async (tx: Tx, now: Instant, begin: () => void) => {
      const before = await readSettings(tx);
      requireMatch(ifMatch, before.version);
      const after = replaced(before, body, now);
      const alerted = referencesIn('/alertsTo', after.alertsTo);
      refuse(
        faultsOfCountry(after.defaultCountry),
        faultsOfContactHours(after.contactHours, '/contactHours'),
        await faultsOfReferences(tx, 'calendar', referenceAt('/defaultCalendarId', after.defaultCalendarId)),
        faultsOfBreaker(after.stormBreaker),
        faultsOfSilence(after.silence),
        faultsOfBlocking(after.repBlocksFor),
        faultsOfRenewalLead(after.renewalLead),
        faultsOfRefLinks(after.refLinks),
        faultsOfOwnDomains(body.ownDomains ?? []),
        await faultsOfReferences(tx, 'rep', alerted),
        faultsOfRepeats(alerted),
        await faultsOfReferences(tx, 'pool', referenceAt('/testPoolId', after.testPoolId ?? undefined)),
      );
      // A write that changes nothing creates no version or event, and re-plans no clock.
      if (changesBetween(bodyOf(before), bodyOf(after)).length === 0) return view(before);
      begin();
      await tx.repository(SETTINGS).update({ singleton: true }, after);
      await this.recordVersion(tx, after, actor, { change: 'replaced', ...(restores !== undefined && { restores }) });
      await this.letDefaultCalendarFollow(tx, after, now);
      if (isReadOtherwise(before, after)) await this.contacts.beginRereading(tx);
      return view(after);
    };
    const once = { requestId, present: async (tx: Tx) => view(await readSettings(tx)) };
    return this.configuration.changeIfDifferentWithConsequence(replace, { dryRun, once });
  }

  async insert(tx: Tx, row: SettingsRow, actor: Actor): Promise<void> {
    await tx.repository(SETTINGS).insert(row);
    await this.recordVersion(tx, row, actor, { change: 'created' });
  }

  private async recordVersion(
    tx: Tx,
    row: SettingsRow,
    actor: Actor,
    how: { readonly change: 'created' | 'replaced'; readonly restores?: number },
  ): Promise<void> {
    const { version, updatedAt: at } = row;
    const written = { kind: 'settings' as const, id: SETTINGS_ID, version, body: bodyOf(row), at, actor, ...how };
    await this.configuration.recordVersions(tx, [written]);
  }

  /** Sets the default calendar's time zone to that of the settings, until a person has edited the calendar. */
  private async letDefaultCalendarFollow(tx: Tx, settings: SettingsRow, now: Instant): Promise<void> {
    const id = settings.defaultCalendarId;
    if (await this.documents.wasEdited(tx, 'calendar', id)) return;
    const calendar = await tx.repository(CALENDARS).findOneByOrFail({ id });
    const body = { name: calendar.name, ...definitionOf(calendar), timeZone: settings.timeZone } as CalendarBody;
    await this.resources.update(CALENDAR, tx, {
      body,
      faults: [],
      ifMatch: null,
      isAsRead: false,
      id,
      actor: system('settings'),
      now,
    });
  }
}

const readSettings = (sql: RowSql): Promise<SettingsRow> => sql.repository(SETTINGS).findOneByOrFail({});

/** Reports whether stored addresses and numbers identify persons otherwise now. */
function isReadOtherwise(before: SettingsRow, after: SettingsRow): boolean {
  const readBy = ({ defaultCountry, placeholders }: SettingsRow) => JSON.stringify([defaultCountry, placeholders]);
  return readBy(before) !== readBy(after);
}

function replaced(before: SettingsRow, body: SettingsBody, now: Instant): SettingsRow {
  return {
    ...body,
    singleton: true,
    version: before.version + 1,
    defaultCountry: body.defaultCountry?.toUpperCase() ?? null,
    defaultCalendarId: body.defaultCalendarId?.toLowerCase() ?? before.defaultCalendarId,
    alertsTo: body.alertsTo.map((id) => id.toLowerCase()),
    testPoolId: body.testPoolId?.toLowerCase() ?? null,
    duplicates: body.duplicates ?? before.duplicates,
    placeholders: body.placeholders ?? before.placeholders,
    ownDomains: body.ownDomains?.map((domain) => domainKey(domain) ?? domain) ?? before.ownDomains,
    unknownFields: body.unknownFields ?? before.unknownFields,
    updatedAt: now,
  };
}

function faultsOfCountry(country: string | null): Fault[] {
  if (country === null || isTelephoneCountry(country)) return [];
  return [fault('/defaultCountry', 'country', `There is no country ${country} (ISO 3166-1).`)];
}

/** Counts are stored for a day only. */
function faultsOfBreaker(breaker: StormBreakerSettings | null): Fault[] {
  if (breaker === null || countedForMs(breaker) <= COUNTED_FOR_MS) return [];
  return [fault('/stormBreaker/per', 'tooLong', 'Expected at most a day, for example "PT10M".')];
}

function faultsOfSilence(silence: SilenceSettings): Fault[] {
  const afterMs = silentAfterMs(silence);
  if (15 * MS_PER_MINUTE <= afterMs && afterMs <= MS_PER_DAY) return [];
  return [fault('/silence/after', 'range', 'Expected 15 minutes to a day, for example "PT30M".')];
}

function faultsOfBlocking(repBlocksFor: string): Fault[] {
  const duration = parseDuration(repBlocksFor);
  if (!('code' in duration) && elapsedMs(duration) >= MS_PER_DAY) return [];
  return [fault('/repBlocksFor', 'range', 'Expected a day to 400 days, for example "P180D".')];
}

function faultsOfOwnDomains(domains: readonly string[]): Fault[] {
  return domains.flatMap((domain, place): Fault[] => {
    const key = domainKey(domain);
    const at = `/ownDomains${step(place)}`;
    if (key === null) return [fault(at, 'domain', 'Expected a domain such as example.com.')];
    const message = 'Everybody can have an address at this domain: expected one of the company’s own.';
    return isOfEverybody({ kind: 'domain', key }) ? [fault(at, 'mailProvider', message)] : [];
  });
}

/** Contracts count in whole days. */
function faultsOfRenewalLead(renewalLead: string): Fault[] {
  const duration = parseDuration(renewalLead);
  if (!('code' in duration) && elapsedMs(duration) % MS_PER_DAY === 0) return [];
  return [fault('/renewalLead', 'range', 'Expected whole days, 1 to 400, for example "P120D".')];
}

function bodyOf({ singleton, version, updatedAt, ...settings }: SettingsRow) {
  const { defaultCountry, testPoolId, ...body } = settings;
  return { ...body, ...(defaultCountry !== null && { defaultCountry }), ...(testPoolId !== null && { testPoolId }) };
}

function view(row: SettingsRow) {
  return { ...bodyOf(row), version: row.version, updatedAt: toIso(row.updatedAt) };
}
