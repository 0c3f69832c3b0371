import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import type { EventType, LedgerRow } from '../../src/events/event.js';
import { eventView } from '../../src/events/event.view.js';
import { schemaOfTypes } from '../../src/events/event-schemas.js';
import type { Snapshots } from '../../src/platform/sql/snapshots.js';
import { addAnswerFormats, COMPILER } from './answers.js';

const ROWS = `select id, epoch, xid::text, seq::int, type, occurred_at as "occurredAt", subject_type as "subjectType",
    subject_id as "subjectId", subject_seq as "subjectSeq", actor_type as "actorType", actor_id as "actorId",
    actor_rule as "actorRule", data
  from event where (id) > ($1) order by id limit $2`;
const PAGE = 5000;
const FIRST = '00000000-0000-0000-0000-000000000000';

const ajv = new Ajv2020(COMPILER);
addAnswerFormats(ajv);
/** Each schema is compiled at the first event of its type: all of them take a second. */
const validators = new Map<EventType, ValidateFunction>();

/** @throws Error unless every event of a ledger matches its schema, which keeps the schemas true */
export async function requireKnownEvents(snapshots: Snapshots): Promise<void> {
  const faults = new Map<string, string>();
  await snapshots.at(async (sql) => {
    for (let after = FIRST; ; ) {
      const { rows } = await sql.query<LedgerRow>(ROWS, [after, PAGE]);
      for (const row of rows) if (!faults.has(row.type)) noteFaults(row, faults);
      if (rows.length < PAGE) break;
      after = rows.at(-1)!.id;
    }
  });
  if (faults.size > 0) throw new Error(`Events are not as their schemas say:\n${[...faults.values()].join('\n')}`);
}

function noteFaults(row: LedgerRow, faults: Map<string, string>): void {
  const event = JSON.parse(JSON.stringify(eventView(row)));
  const validate = validators.get(row.type) ?? ajv.compile(schemaOfTypes([row.type]));
  validators.set(row.type, validate);
  if (validate(event)) return;
  const found = (validate.errors ?? []).map(
    ({ instancePath, message, params }) => `${instancePath} ${message} ${JSON.stringify(params)}`,
  );
  faults.set(row.type, [JSON.stringify(event), ...found].join('\n  '));
}
