import { Injectable, Logger } from '@nestjs/common';
import { In } from 'typeorm';
import { DirectoryService } from '../directory/directory.service.js';
import { HandoffCases } from '../lifecycle/handoff-cases.service.js';
import { RecordOutcomes } from '../lifecycle/record-outcomes.service.js';
import { Database } from '../platform/database.js';
import { MS_PER_MINUTE } from '../platform/instant.js';
import { TimeSource } from '../platform/time-source.js';
import type { Outcome } from '../records/record.js';
import { RecordStore, type TakenRecord } from '../records/record.store.js';
import { RecordConnectorEntity } from '../records/record-connector.entity.js';
import { RecordMaker } from '../records/record-maker.service.js';
import type { Facts } from '../records/rendering.js';
import type { Busy, Outlet, Sending } from './outlet.js';
import { recordFacts } from './record-facts.js';

/** So many by one connector at once from this node: some tools let in no more than five. */
const AT_ONCE = 4;
/** A token, a look and the request take twenty seconds each at most: what dies in the middle is taken by another node then. */
const TAKEN_FOR_MS = 2 * MS_PER_MINUTE;

/** Makes records in the tools of receivers. */
@Injectable()
export class RecordsOutlet implements Outlet {
  readonly channel = 'record';
  private readonly logger = new Logger('records');

  constructor(
    private readonly database: Database,
    private readonly records: RecordStore,
    private readonly maker: RecordMaker,
    private readonly outcomes: RecordOutcomes,
    private readonly cases: HandoffCases,
    private readonly directories: DirectoryService,
    private readonly time: TimeSource,
  ) {}

  async take(busy: Busy): Promise<readonly Sending[]> {
    const now = this.time.now();
    const taken = await this.database.engine.transaction((tx) =>
      this.records.take(tx, now, now + TAKEN_FOR_MS, busy, AT_ONCE),
    );
    if (taken.length === 0) return [];
    const connectors = await this.readConnectors(taken);
    const facts = await this.readFacts(taken);
    return taken.map((record) => ({
      target: record.connectorId,
      send: () => this.send(record, connectors.get(record.connectorId) ?? null, facts),
    }));
  }

  /** What throws is settled too: three days end for whatever cannot be made, also where the fault is ours. */
  private async send(
    record: TakenRecord,
    row: RecordConnectorEntity | null,
    facts: (record: TakenRecord) => { readonly facts: Facts; readonly isCancelled: boolean },
  ): Promise<void> {
    try {
      const outcome = await this.outcomeOf(record, row, facts(record));
      if (outcome !== null) await this.outcomes.settle(record, outcome);
    } catch (error) {
      // Its message alone might hold something of the form, so neither is said.
      const name = error instanceof Error ? error.name : typeof error;
      this.logger.error(`Could not make the record ${record.id}: ${name}`);
      await this.outcomes.settle(record, { is: 'broken', why: 'It could not be made: the fault is in Touchline.' });
    }
  }

  /** Of a handoff that was called off nothing is made any more, unless it may be there already. */
  private async outcomeOf(
    record: TakenRecord,
    row: RecordConnectorEntity | null,
    { facts, isCancelled }: { readonly facts: Facts; readonly isCancelled: boolean },
  ): Promise<Outcome | null> {
    if (isCancelled) return { is: 'refused', why: 'The handoff was called off.', askedAt: record.askedAt };
    return this.maker.make(record, row, facts);
  }

  private async readConnectors(taken: readonly TakenRecord[]): Promise<ReadonlyMap<string, RecordConnectorEntity>> {
    const ids = [...new Set(taken.map(({ connectorId }) => connectorId))];
    const rows = await this.database.source.getRepository(RecordConnectorEntity).findBy({ id: In(ids) });
    return new Map(rows.map((row) => [row.id, row]));
  }

  /** As it is when it leaves: what somebody has changed meanwhile is what is made. */
  private async readFacts(taken: readonly TakenRecord[]) {
    const ids = [...new Set(taken.map(({ handoffId }) => handoffId))];
    const { content } = await this.directories.now();
    const found = await this.cases.look(this.database, ids);
    const subjects = new Map(found.map((each) => [each.subjectId, each]));
    return ({ handoffId, place }: TakenRecord) => {
      const subject = subjects.get(handoffId)!;
      return {
        facts: recordFacts(subject, place, (id) => content.reps.get(id)),
        isCancelled: subject.handoff.state === 'cancelled',
      };
    };
  }
}
