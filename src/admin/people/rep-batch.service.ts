import { Injectable } from '@nestjs/common';
import { ConfigurationService } from '../../configuration/configuration.service.js';
import { readUnused } from '../../configuration/users.store.js';
import { DirectoryService } from '../../directory/directory.service.js';
import { type AsRead, Replacement } from '../../documents/replacement.js';
import { deleteNewsOf } from '../../notifications/news-of-acts.store.js';
import { deleteNotificationsOf } from '../../notifications/notification.store.js';
import type { RepChange } from '../../people/departure.js';
import { People } from '../../people/people.js';
import { RepInBatch } from '../../people/rep.dto.js';
import { RepStore, readIndexedEmails, replaceRefs, type WrittenRep } from '../../people/rep.store.js';
import { decideReps, type PlacedRep, type RepDecision } from '../../people/rep-batch.js';
import { type Faulty, readEntries, takeSound } from '../../platform/input/entries.js';
import { under } from '../../platform/input/fault.js';
import type { Tx } from '../../platform/sql/database.js';
import type { Actor } from '../../platform/values/actor.js';
import type { Instant } from '../../platform/values/duration.js';
import { partition, pluck } from '../../platform/values/group.js';
import { newId } from '../../platform/values/ids.js';
import { beginLoads, RosterStore } from '../../routing/deciding/roster.store.js';
import { DeparturesService } from './departures.service.js';
import { REP } from './rep.kind.js';
import { type RepResult, RepSchema } from './rep.schema.js';

export const REP_IN_BATCH = new Replacement<RepInBatch>(RepInBatch, RepSchema);

interface PutOptions {
  readonly actor: Actor;
  /** Decides, and rolls it back. */
  readonly dryRun?: boolean;
  /** Called in the transaction that has written the reps; not of a dry run. */
  within?(tx: Tx, decided: readonly (RepDecision | Faulty)[]): Promise<void>;
}

interface Removal {
  find(tx: Tx): Promise<string[]>;
  removed(tx: Tx, ids: readonly string[]): Promise<void>;
}

/** Creates and replaces many reps in one change of configuration, or in none if nothing differs. */
@Injectable()
export class RepBatchService {
  constructor(
    private readonly configuration: ConfigurationService,
    private readonly directories: DirectoryService,
    private readonly store: RepStore,
    private readonly rosters: RosterStore,
    private readonly departures: DeparturesService,
  ) {}

  /** Decides each rep separately. Faults point into the whole request. */
  async putMany(reps: readonly unknown[], actor: Actor): Promise<{ results: RepResult[] }> {
    const decided = await this.put(await readReps(reps), { actor });
    return { results: decided.map(resultOf) };
  }

  /** @returns what was decided on each entry, in their order */
  put(read: readonly (PlacedRep | Faulty)[], options: PutOptions): Promise<(RepDecision | Faulty)[]> {
    const soundOf = (decided: readonly RepDecision[]) => {
      let next = 0;
      return read.map((each) => ('faults' in each ? each : decided[next++]!));
    };
    return takeSound(read, (placed: readonly PlacedRep[]) => this.take(placed, options, soundOf));
  }

  /** Removes reps whom nobody has changed and nothing names, last those who manage others of them. */
  async removeUnused(actor: Actor, { find, removed }: Removal): Promise<void> {
    await this.configuration.change(async (tx, now) => {
      const ids = await this.store.lockUnchanged(tx, await find(tx));
      const gone: string[] = [];
      for (let left = ids; left.length > 0; ) {
        const unused = await readUnused(tx, REP, left);
        if (unused.length === 0) break;
        await deleteNotificationsOf(tx, unused);
        await deleteNewsOf(tx, unused);
        await this.store.deleteMany(tx, unused);
        gone.push(...unused);
        left = left.filter((id) => !unused.includes(id));
      }
      const deleted = { kind: 'rep', version: 2, body: null, at: now, actor, change: 'deleted' } as const;
      if (gone.length > 0)
        await this.configuration.recordVersions(
          tx,
          gone.map((id) => ({ ...deleted, id })),
        );
      await removed(tx, gone);
    });
  }

  private async take(
    placed: readonly PlacedRep[],
    { actor, dryRun = false, within }: PutOptions,
    all: (decided: readonly RepDecision[]) => readonly (RepDecision | Faulty)[],
  ): Promise<RepDecision[]> {
    const { outcome: decisions } = await this.configuration.changeIfDifferentWithConsequence(
      async (tx, now, begin) => {
        const decided = await this.decide(tx, now, placed);
        await this.write(tx, decided, { actor, now, begin });
        await this.departures.carryOut(tx, decided.flatMap(turnOf), { actor, now, begin });
        if (!dryRun) await within?.(tx, all(decided));
        return decided;
      },
      { dryRun },
    );
    if (!dryRun) this.departures.forget(decisions.flatMap(turnOf));
    return decisions;
  }

  private async decide(tx: Tx, now: Instant, items: readonly PlacedRep[]): Promise<RepDecision[]> {
    const directory = await this.directories.current(tx);
    const { content } = directory;
    const emails = [...content.reps.values(), ...items.map(({ rep }) => rep)].map(({ email }) => email);
    const people = new People({
      reps: content.reps.values(),
      calendars: content.calendars,
      indexed: await readIndexedEmails(tx, emails),
    });
    const leaving = items.some(({ rep }) => !rep.active) ? [...content.reps.keys()] : [];
    const loads = await this.rosters.readOpen(tx, leaving);
    return decideReps(items, people, { reps: content.reps, zoneOf: (id) => directory.timeZoneOf(id), loads }, () =>
      newId(now),
    );
  }

  private async write(
    tx: Tx,
    decided: readonly RepDecision[],
    { actor, now, begin }: { actor: Actor; now: Instant; begin: () => void },
  ): Promise<void> {
    const written = decided.flatMap((decision) => writtenBy(decision, now));
    if (written.length === 0) return;
    begin();
    const [made, replaced] = partition(written, ({ version }) => version === 1);
    await this.store.saveMany(tx, { made, replaced });
    await beginLoads(tx, pluck(made, 'id'));
    await replaceRefs(tx, written);
    await this.configuration.recordVersions(
      tx,
      written.map(({ id, version, body, at }) => ({
        kind: 'rep',
        id,
        version,
        body,
        at,
        actor,
        change: version === 1 ? 'created' : 'replaced',
      })),
    );
  }
}

/** Reads the entries of a batch by their schema. */
export async function readReps(reps: readonly unknown[]): Promise<(PlacedRep | Faulty)[]> {
  const entries = await readEntries<RepInBatch & AsRead>(REP_IN_BATCH.schema, reps);
  return entries.map(({ index, body, faults }) =>
    faults.length > 0 ? { faults } : { rep: REP_IN_BATCH.withoutShown(body), asRead: body, index },
  );
}

function writtenBy(decision: RepDecision, at: Instant): WrittenRep[] {
  if (decision.status === 'created') return [{ id: decision.id, version: 1, body: decision.body, at }];
  if (decision.status !== 'replaced') return [];
  const { id, before, body } = decision;
  return [{ id, version: before.version + 1, body, at }];
}

function turnOf(decision: RepDecision): RepChange[] {
  if (decision.status !== 'replaced' && decision.status !== 'unchanged') return [];
  const { id: repId, before, openLeads } = decision;
  const isActive = decision.status === 'replaced' ? decision.body.active : before.active;
  return [{ repId, wasActive: before.active, isActive, openLeads }];
}

function resultOf(decision: RepDecision | Faulty, index: number): RepResult {
  if ('faults' in decision) return { index, status: 'invalid', errors: under(`/reps/${index}`, decision.faults) };
  return { index, status: decision.status, id: decision.id };
}
