import { Injectable } from '@nestjs/common';
import { In } from 'typeorm';
import { DirectoryService } from '../../directory/directory.service.js';
import { Environment, publicUrlOf } from '../../platform/running/environment.js';
import { Database } from '../../platform/sql/database.js';
import { RECORD_CONNECTORS, type RecordConnectorRow } from '../../records/connectors/record-connector.table.js';
import type { TemplateFacts } from '../../records/templates/rendering.js';
import type { HandoffCase } from '../handoff-case.js';
import { HandoffCases } from '../handoff-cases.service.js';
import { recordFacts } from './record-facts.js';

/** What a record is made from, as it is when it is sent. */
export interface ReadRecord {
  readonly subject: HandoffCase;
  /** The connector as it is now; null if it was deleted. */
  readonly row: RecordConnectorRow | null;
  readonly facts: TemplateFacts;
}

type RecordPlace = { readonly handoffId: string; readonly place: number; readonly connectorId: string };

/** Reads what records are made from, at the time of sending, so that changes made meanwhile are included. */
@Injectable()
export class RecordReading {
  private readonly base: string;

  constructor(
    private readonly database: Database,
    private readonly cases: HandoffCases,
    private readonly directories: DirectoryService,
    environment: Environment,
  ) {
    this.base = publicUrlOf(environment);
  }

  async read(taken: readonly RecordPlace[]): Promise<(record: RecordPlace) => ReadRecord> {
    const connectorIds = [...new Set(taken.map(({ connectorId }) => connectorId))];
    const rows = await this.database.repository(RECORD_CONNECTORS).findBy({ id: In(connectorIds) });
    const connectors = new Map(rows.map((row) => [row.id, row]));
    const handoffIds = [...new Set(taken.map(({ handoffId }) => handoffId))];
    const { content } = await this.directories.now();
    const found = await this.cases.look(this.database, handoffIds);
    const subjects = new Map(found.map((each) => [each.subjectId, each]));
    return ({ handoffId, place, connectorId }) => {
      const subject = subjects.get(handoffId)!;
      const facts = recordFacts(subject, place, { repOf: (id) => content.reps.get(id), base: this.base });
      return { subject, row: connectors.get(connectorId) ?? null, facts };
    };
  }
}
