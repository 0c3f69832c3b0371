import { Injectable } from '@nestjs/common';
import { IdempotencyStore } from '../../auth/idempotency.store.js';
import { actorOf, type Caller } from '../../auth/scope.js';
import type { IdentifyingSettings } from '../../contact/identifying.js';
import { DirectoryService } from '../../directory/directory.service.js';
import type { SuppressionBody, SuppressionQuery } from '../../disposition/suppression.dto.js';
import { hashesOf } from '../../disposition/suppression.js';
import { type SuppressionRow, SuppressionStore } from '../../disposition/suppression.store.js';
import { Suppressing } from '../../lifecycle/arrivals/suppressing.service.js';
import { LifecycleService } from '../../lifecycle/lifecycle.service.js';
import { mapPage, type Page, readPageById } from '../../platform/http/page.js';
import { instantOf } from '../../platform/input/formats.js';
import { NotFoundError, refuse } from '../../platform/input/refusal.js';
import { TimeSource } from '../../platform/running/time-source.js';
import { Database } from '../../platform/sql/database.js';
import { isoOrNull, toIso } from '../../platform/values/duration.js';
import { faultsOfReason, faultsOfUntil, type NamedIdentifier, readNamed } from './naming-identifiers.js';
import type { LiftedSuppressionView, SuppressionView } from './suppression.schema.js';

@Injectable()
export class SuppressionsService {
  constructor(
    private readonly lifecycle: LifecycleService,
    private readonly suppressing: Suppressing,
    private readonly store: SuppressionStore,
    private readonly requests: IdempotencyStore,
    private readonly directories: DirectoryService,
    private readonly database: Database,
    private readonly time: TimeSource,
  ) {}

  async list(query: SuppressionQuery): Promise<Page<SuppressionView>> {
    const { limit: _, cursor: __, inForce, ...named } = query;
    const { content } = await this.directories.now();
    const isNamed = Object.keys(named).length > 0;
    const hashes = isNamed ? hashesOf(this.read(named, content.settings)) : null;
    const filter = { hashes, activeAt: inForce === true ? this.time.now() : null };
    const { reads } = this.database;
    return mapPage(
      await readPageById(query, (before, limit) => this.store.readPage(reads, filter, before, limit)),
      view,
    );
  }

  enter(body: SuppressionBody, caller: Caller): Promise<SuppressionView> {
    const { until, reason: code, ...named } = body;
    return this.lifecycle.perform(async (context) => {
      const { tx, now, directory } = context;
      const work = this.lifecycle.workOn([], context, actorOf(caller));
      if (await this.requests.hasActed(tx, caller.requestId)) {
        const made = await this.store.lock(tx, caller.requestId!);
        if (made !== undefined) return view(made);
      }
      const { reasons, settings } = directory.content;
      const reason = reasons.find((each) => each.code === code.toLowerCase());
      const read = readNamed(named, settings);
      const untilAt = until === undefined ? null : instantOf(until);
      const faults = 'faults' in read ? read.faults : [];
      refuse(faults, faultsOfUntil(untilAt, now), faultsOfReason(code, reason, reasons));
      const identifier = this.read(named, settings);
      const row = await this.suppressing.enter(tx, work, { ...identifier, untilAt }, reason!.code, caller.requestId);
      await this.lifecycle.save(tx, work);
      return view(row);
    });
  }

  /** Lifts a suppression, so that new leads come in again. Leads that it closed stay closed; the view counts them. */
  async lift(id: string, reason: string, caller: Caller): Promise<LiftedSuppressionView> {
    const lifted = await this.lifecycle.perform(async (context) => {
      const row = await this.store.lock(context.tx, id);
      if (row === undefined) throw new NotFoundError('suppression', id);
      if (row.liftedAt !== null) return row;
      const work = this.lifecycle.workOn([], context, actorOf(caller));
      await this.suppressing.lift(context.tx, work, [row], reason, 'person');
      await this.lifecycle.save(context.tx, work);
      return { ...row, liftedAt: context.now, liftReason: reason };
    });
    const leadsClosed = await this.store.countKeptOut(this.database, lifted.id);
    return { ...view(lifted), leadsClosed, filter: { suppressionId: lifted.id } };
  }

  private read(named: NamedIdentifier, settings: IdentifyingSettings) {
    const read = readNamed(named, settings);
    if ('faults' in read) refuse(read.faults);
    return read as Exclude<typeof read, { readonly faults: unknown }>;
  }
}

function view(row: Omit<SuppressionRow, 'eventXid'>): SuppressionView {
  const { id, kind, hash, reason, leadId, dispositionId, createdAt, untilAt, liftedAt, liftReason } = row;
  return {
    id,
    kind,
    hash,
    reason,
    leadId,
    dispositionId,
    createdAt: toIso(createdAt),
    by: { type: row.actorType as SuppressionView['by']['type'], id: row.actorId },
    until: isoOrNull(untilAt),
    lifted: liftedAt === null ? null : { at: toIso(liftedAt), reason: liftReason },
  };
}
