import { Injectable } from '@nestjs/common';
import { Alarms } from '../directory/alarms.service.js';
import { LedgerStore } from '../events/ledger.store.js';
import type { Tx } from '../platform/sql/database.js';
import type { Actor } from '../platform/values/actor.js';
import { type Instant, MS_PER_DAY, toIso } from '../platform/values/duration.js';
import { groupBy } from '../platform/values/group.js';
import { DeliveryStore } from './delivery.store.js';
import type { DeliveryRow } from './delivery-row.js';
import type { Destination, DestinationStoppedBecause } from './destinations/destination.js';
import { DestinationStore } from './destinations/destination.store.js';
import { quotesPerson } from './dispatch/dispatch.js';
import { DueStore } from './dispatch/due.store.js';
import { type PersonChange, personChangeOf } from './person/quoting.js';
import { mayFollowClosing } from './planning/closing-behind.js';
import { CLOSING_EVENTS, type LeadEvent, leadEventOf } from './planning/lead-event.js';
import { platformOf } from './platforms.js';
import { FailureTally } from './posting/push-tally.js';
import { consequencesOf, isAlarming, isStuck, releasesAdjustments } from './settling.js';

/** A destination locked by the transaction. */
export interface LockedDestination {
  readonly tx: Tx;
  readonly destination: Destination;
  readonly now: Instant;
}

/** Writes changes of deliveries with their consequences, and raises alarms. */
@Injectable()
export class LedgerKeeping {
  constructor(
    private readonly destinations: DestinationStore,
    private readonly deliveries: DeliveryStore,
    private readonly dues: DueStore,
    private readonly ledger: LedgerStore,
    private readonly alarms: Alarms,
    private readonly failures: FailureTally,
  ) {}

  /** Writes rows, and the consequences for other deliveries of the same leads. */
  async update(locked: LockedDestination, rows: readonly DeliveryRow[]): Promise<void> {
    await this.deliveries.updateMany(locked.tx, rows);
    await this.followUp(locked, rows);
  }

  /** The same for rows whose result was reported. */
  async report(locked: LockedDestination, rows: readonly DeliveryRow[]): Promise<void> {
    await this.deliveries.reportMany(locked.tx, rows);
    await this.followUp(locked, rows);
  }

  /** Returns the changes of the leads' persons if the platform finds originals by identifiers alone; otherwise none. */
  async readChanges(
    { tx, destination }: LockedDestination,
    leadIds: readonly string[],
  ): Promise<ReadonlyMap<string, readonly PersonChange[]>> {
    if (leadIds.length === 0 || !quotesPerson(destination, 'retract')) return new Map();
    const events = await this.ledger.readOfSubjects(tx, leadIds, ['lead.updated'], null);
    const byLead = groupBy(events, ({ subjectId }) => subjectId);
    return new Map([...byLead].map(([leadId, updates]) => [leadId, updates.map(personChangeOf)]));
  }

  /** Returns when and how the leads were closed, of deliveries that may follow from it; none if the platform is not told. */
  async readClosings(
    { tx, destination }: LockedDestination,
    due: readonly DeliveryRow[],
  ): Promise<ReadonlyMap<string, readonly LeadEvent[]>> {
    const leadIds = [...new Set(due.filter(mayFollowClosing).map(({ leadId }) => leadId))];
    if (leadIds.length === 0 || platformOf(destination.platform).tellsClosings !== true) return new Map();
    const byLead = groupBy(await this.ledger.readOfSubjects(tx, leadIds, CLOSING_EVENTS, null), (row) => row.subjectId);
    return new Map([...byLead].map(([leadId, rows]) => [leadId, rows.map(leadEventOf)]));
  }

  private async followUp({ tx, destination, now }: LockedDestination, rows: readonly DeliveryRow[]): Promise<void> {
    const failed = rows.filter((row) => isAlarming(row, destination)).length;
    tx.afterCommit(() => this.failures.add(destination, failed));
    const early = await this.deliveries.readEarly(
      tx,
      rows.filter(releasesAdjustments).map(({ id }) => id),
    );
    const stuck = rows.filter(isStuck);
    const known = new Map(early.map((row) => [row.id, row]));
    for (const isShadow of new Set(stuck.map((row) => row.isShadow))) {
      const leadIds = [...new Set(stuck.map(({ leadId }) => leadId))];
      for (const row of await this.deliveries.readOfLeads(tx, destination.id, leadIds, isShadow))
        known.set(row.id, row);
    }
    await this.deliveries.updateMany(tx, consequencesOf(rows, [...known.values()], now));
  }

  async record(
    { tx, destination: { id }, now: at }: LockedDestination,
    type: 'feedback.sent' | 'feedback.expired',
    data: Readonly<Record<string, unknown>>,
    actor: Actor,
  ): Promise<void> {
    const latest = (await this.ledger.readLatest(tx, [id])).get(id);
    const about = { subjectType: 'destination', subjectId: id } as const;
    const after = { subjectSeq: (latest?.seq ?? 0) + 1, formerXid: latest?.xid ?? null };
    await this.ledger.appendMany(tx, [{ type, at, ...about, ...after, actor, data }]);
  }

  /** Stops the destination until a person resumes it, and raises an alarm once. */
  async stop(
    { tx, destination, now }: LockedDestination,
    why: DestinationStoppedBecause,
    note: string | null,
  ): Promise<void> {
    if (destination.stopped !== null) return;
    await this.destinations.stop(tx, destination.id, why, note, now);
    await this.alarms.notify(tx, 'feedback.stopped', { destinationId: destination.id, why, note }, now);
  }

  /** Raises an alarm, at most once a day, if due deliveries expire within a day. */
  async warnOfEnding({ tx, destination: { id }, now }: LockedDestination): Promise<void> {
    const { count, first } = await this.dues.readEnding(tx, id, now);
    if (count === 0 || !(await this.destinations.beginWarning(tx, id, now, now - MS_PER_DAY))) return;
    await this.alarms.notify(
      tx,
      'feedback.ending',
      { destinationId: id, deliveries: count, first: toIso(first!) },
      now,
    );
  }
}
