import { In } from 'typeorm';
import type { ResourceKind } from '../../configuration/resource.kind.js';
import { readStaffing } from '../../people/absence.store.js';
import { readActivity } from '../../people/rep.store.js';
import type { Fault } from '../../platform/input/fault.js';
import type { Tx } from '../../platform/sql/database.js';
import { readConnector } from '../../records/connectors/connector.js';
import { RECORD_CONNECTORS } from '../../records/connectors/record-connector.table.js';
import { faultsOfReceivers } from '../records/connector-faults.js';
import type { HandoffKindBody } from './handoff-kind.schema.js';
import { firstPosition, keepForm, readForm } from './handoff-kind.store.js';
import { HANDOFF_KINDS, type HandoffKindRow } from './handoff-kind.table.js';
import { faultsOfKind, namedBy } from './kind-faults.js';
import { KIND_LISTENERS } from './kind-news.js';
import { newerFieldsOf } from './newer.js';

export const HANDOFF_KIND: ResourceKind<HandoffKindRow, HandoffKindBody> = {
  kind: 'handoffKind',
  table: HANDOFF_KINDS,
  fields: [
    ...(['name', 'moment', 'start', 'form', 'ready', 'receivers', 'stages', 'escalation', 'exceptions'] as const),
    'time',
    'accountRole',
    'clientToldWithin',
  ],
  ordered: { field: 'form', read: readForm },
  orderedBy: 'position',
  unique: 'name',
  check,
  initial: async (tx) => ({ position: await firstPosition(tx) }),
  afterWrite: async (tx, id, _body, now) => {
    await keepForm(tx, id);
    for (const listener of KIND_LISTENERS.all) await listener(tx, id, now);
  },
  shows: async (_, rows) =>
    rows.map((row) => {
      const newer = newerFieldsOf(row);
      return newer.length === 0 ? {} : { newer };
    }),
  users: [],
};

async function check(tx: Tx, body: HandoffKindBody): Promise<Fault[]> {
  const { repIds, teamIds } = namedBy(body);
  const people = { reps: await readActivity(tx, repIds), teams: await readStaffing(tx, teamIds) };
  const faults = faultsOfKind(body, people);
  // Templates are checked against the form, which must be valid itself.
  return faults.length > 0 ? faults : faultsOfReceivers(body, await readConnectors(tx, body));
}

/** Reads the connectors that a kind names and that exist. */
async function readConnectors(tx: Tx, { receivers }: HandoffKindBody) {
  const ids = receivers.flatMap(({ recordConnectorId }) => recordConnectorId ?? []);
  const rows = ids.length === 0 ? [] : await tx.repository(RECORD_CONNECTORS).findBy({ id: In(ids) });
  return new Map(
    rows.flatMap((row) => {
      const read = readConnector(row);
      return 'connector' in read ? [[row.id, { name: row.name, connector: read.connector }] as const] : [];
    }),
  );
}
