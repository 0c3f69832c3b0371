import { Injectable, Logger } from '@nestjs/common';
import { DirectoryService } from '../directory/directory.service.js';
import { overdueUpTo, promisesOfQueues, type QueuePromise } from '../directory/queue-promises.js';
import type { LeadState } from '../leads/lead.js';
import { type OverdueUpTo, QueueStayStore } from '../leads/queue-stay.store.js';
import { Holding } from '../lifecycle/clocks/holding.service.js';
import type { LeadCase } from '../lifecycle/lead-case.js';
import { LeadCases } from '../lifecycle/lead-cases.service.js';
import { LifecycleService, type TransactionContext } from '../lifecycle/lifecycle.service.js';
import type { UnitOfWork } from '../lifecycle/unit-of-work.js';
import { whyOf } from '../platform/running/failure.js';
import { TimeSource } from '../platform/running/time-source.js';
import type { Tx } from '../platform/sql/database.js';
import { BatchSize, isolateFailing } from '../platform/sql/isolate-failing.js';
import { system } from '../platform/values/actor.js';
import { earliest, type Instant, isoOrNull, MS_PER_MINUTE, MS_PER_SECOND } from '../platform/values/duration.js';
import { groupBy, partition, pluck } from '../platform/values/group.js';
import { recipientIds, recipientsOf } from '../sla/escalation-targets.js';
import { SetAside } from './set-aside.js';

const BATCH_MAX = 1_000;
/** Delay until a missed promise is looked at again that could not be announced: its lead is locked, or held. */
const LOCKED_MS = MS_PER_SECOND;
const HELD_MS = MS_PER_MINUTE;

/** A queue in which the time of some leads is over. */
interface DueQueue extends OverdueUpTo {
  readonly promise: QueuePromise;
}

/** What one round has left out, because a hold covers it. */
type Held = Set<string>;

/** Finds leads that have been in a queue for longer than it promises, and notifies the managers of its owners. */
@Injectable()
export class QueuePromises {
  private readonly logger = new Logger('queue');
  private readonly batchSize = new BatchSize(BATCH_MAX);

  constructor(
    private readonly directories: DirectoryService,
    private readonly lifecycle: LifecycleService,
    private readonly cases: LeadCases,
    private readonly stays: QueueStayStore,
    private readonly holding: Holding,
    private readonly setAside: SetAside,
    private readonly time: TimeSource,
  ) {}

  /** Notes and announces all that is missed by now. Asks nothing if no queue promises anything. */
  async settle(): Promise<void> {
    if (promisesOfQueues(await this.directories.latestKnown()).length === 0) return;
    const held: Held = new Set();
    for (let goesOn = true; goesOn; ) {
      goesOn = await isolateFailing<LeadState, boolean>(
        this.batchSize,
        (limit, claimed) => this.lifecycle.performDue((context) => this.missBatch(context, held, limit, claimed)),
        async ({ id }, cause) => {
          this.setAside.add(id, this.time.now(), cause);
          this.logger.error(`The promise of the queue of lead ${id} is set aside for a minute: ${whyOf(cause)}`);
          return true;
        },
      );
    }
  }

  /** Returns when the next promise is missed if its lead stays; null if none is. */
  async nextAt({ tx, now, directory }: TransactionContext): Promise<Instant | null> {
    const promises = promisesOfQueues(directory);
    if (promises.length === 0) return null;
    const oldest = await this.stays.readOldest(tx, pluck(promises, 'queueId'));
    const again = now + (directory.holdsAt(now).length === 0 ? LOCKED_MS : HELD_MS);
    return earliest(
      promises.map(({ queueId, outBy }) => {
        const since = oldest.get(queueId);
        const at = since === undefined ? null : outBy(since);
        return at !== null && at <= now ? again : at;
      }),
    );
  }

  /** @returns whether anything was done: there may be more */
  private async missBatch(
    context: TransactionContext,
    held: Held,
    limit: number,
    claimed: (rows: readonly LeadState[]) => void,
  ): Promise<boolean> {
    const { tx, now, directory } = context;
    if (directory.holdsAt(now).some(({ scope }) => scope === 'all') || !(await this.stays.takeTurn(tx))) return false;
    const due = await this.readDue(context);
    if (due.length === 0) return false;
    const except = [...this.setAside.at(now), ...held];
    const rows = await this.stays.lockDue(tx, due, except, limit);
    claimed(rows);
    if (rows.length === 0) return false;
    const cases = await this.cases.openLocked(tx, rows, { withDocuments: false });
    const work = this.lifecycle.workOn(cases, context, system('queue'));
    const holdOn = await this.holding.on(tx, work, cases);
    const [kept, missed] = partition(cases, (leadCase) => holdOn(leadCase) !== null);
    for (const { lead } of kept) held.add(lead.id);
    const counts = await this.stays.countDue(tx, due, [...except, ...pluck(kept, 'subjectId')]);
    await this.announce(tx, work, { due, missed, counts });
    await this.stays.missMany(tx, pluck(missed, 'subjectId'), now);
    await this.lifecycle.save(tx, work);
    return true;
  }

  private async readDue({ tx, now, directory }: TransactionContext): Promise<DueQueue[]> {
    const promises = promisesOfQueues(directory);
    const oldest = await this.stays.readOldest(tx, pluck(promises, 'queueId'));
    return promises.flatMap((promise) => {
      const { queueId } = promise;
      const since = oldest.get(queueId);
      const upTo = since === undefined ? null : overdueUpTo(promise, since, now);
      return upTo === null ? [] : [{ queueId, upTo, promise }];
    });
  }

  /** Records each miss. Notifies of those of a queue once, unless earlier ones that are left were announced. */
  private async announce(
    tx: Tx,
    work: UnitOfWork,
    {
      due,
      missed,
      counts,
    }: {
      readonly due: readonly DueQueue[];
      readonly missed: readonly LeadCase[];
      readonly counts: ReadonlyMap<string, number>;
    },
  ): Promise<void> {
    const ids = pluck(missed, 'subjectId');
    const since = await this.stays.readSince(tx, ids);
    const underWay = await this.stays.readOverdue(tx, pluck(due, 'queueId'));
    const byQueue = groupBy(missed, ({ lead }) => lead.queueId!);
    for (const { queueId, promise } of due) {
      const leads = byQueue.get(queueId) ?? [];
      const isNewWave = !underWay.has(queueId);
      const told = isNewWave ? notifiedOf(promise, work) : {};
      const facts = { queueId, within: promise.within, ownerRepId: promise.ownerId };
      const dueAt = (leadCase: LeadCase) => isoOrNull(promise.outBy(since.get(leadCase.subjectId)!));
      for (const leadCase of leads)
        work.record(leadCase, 'lead.queueOverdue', { ...facts, dueAt: dueAt(leadCase), ...told });
      const [first] = leads;
      if (first === undefined) continue;
      const { toRepIds = [], ...how } = told;
      const data = { ...facts, dueAt: dueAt(first), leads: counts.get(queueId) ?? leads.length, ...how };
      for (const repId of toRepIds) work.notify(repId, 'lead.queueOverdue', first, data);
    }
  }
}

interface Notified {
  readonly toRepIds?: readonly string[];
  readonly insteadOf?: readonly string[];
}

/**
 * Returns whom a missed promise is told: the manager of the owner, as in an escalation. If there is none, those who
 * receive alarms.
 */
function notifiedOf({ ownerId }: QueuePromise, { directory, now }: UnitOfWork): Notified {
  if (ownerId === null || directory.managerOf(ownerId) === null) return { toRepIds: directory.alerted };
  const found = recipientsOf('manager', { by: ownerId, at: now, queueOwnerId: ownerId }, directory);
  return {
    toRepIds: recipientIds(found),
    ...('insteadOf' in found && found.insteadOf !== undefined && { insteadOf: found.insteadOf }),
  };
}
