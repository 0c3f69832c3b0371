import type { ResourceKind } from '../../configuration/resource.kind.js';
import type { Fault } from '../../platform/input/fault.js';
import type { Tx } from '../../platform/sql/database.js';
import { isoOrNull } from '../../platform/values/duration.js';
import { faultsOfAuth } from './auth.js';
import { faultsOfConnector, originsOf, readConnector } from './connector.js';
import { CONNECTOR_AUTH } from './connector-auth.store.js';
import { CONNECTOR_CHECKS, faultsOfMove } from './connector-safety.js';
import type { RecordConnectorBody } from './record-connector.schema.js';
import { RECORD_CONNECTORS, type RecordConnectorRow } from './record-connector.table.js';

export const RECORD_CONNECTOR: ResourceKind<RecordConnectorRow, RecordConnectorBody> = {
  kind: 'recordConnector',
  table: RECORD_CONNECTORS,
  fields: ['name', 'request', 'idempotency', 'idOf', 'link', 'find', 'update'],
  secrets: [
    {
      field: 'auth',
      setAt: 'authSetAt',
      kept: CONNECTOR_AUTH,
    },
  ],
  unique: 'name',
  // Invalid addresses are left out here; the check of the templates reports them.
  addresses: (body) => {
    const named = {
      ...Object.fromEntries([...originsOf(body)].map(([place, origin]) => [`${place}/url`, origin])),
      '/auth/tokenUrl': body.auth?.tokenUrl,
    };
    return Object.fromEntries(Object.entries(named).filter((each): each is [string, string] => Boolean(each[1])));
  },
  check,
  shows: async (_sql, rows) => rows.map(({ authSetAt }) => ({ authSetAt: isoOrNull(authSetAt ?? null) })),
  users: [],
};

async function check(tx: Tx, body: RecordConnectorBody, id: string | null): Promise<Fault[]> {
  const { auth } = body;
  const ofAuth = auth == null ? [] : faultsOfAuth(auth, '/auth');
  const read = readConnector(body);
  if ('faults' in read) return [...read.faults, ...ofAuth];
  const known = faultsOfConnector(read.connector, { form: null, hasDeal: true });
  const former = id === null ? null : await tx.repository(RECORD_CONNECTORS).findOneByOrFail({ id });
  const moved = former !== null && former.authSetAt !== null && auth === undefined ? faultsOfMove(former, body) : [];
  const faults = [...known, ...ofAuth, ...moved];
  if (id === null || faults.length > 0) return faults;
  return (await Promise.all(CONNECTOR_CHECKS.all.map((each) => each(tx, id, read.connector)))).flat();
}
