import { counted } from '../../configuration/counted.js';
import type { ResourceUser } from '../../configuration/resource.errors.js';
import type { ResourceKind } from '../../configuration/resource.kind.js';
import { HandoffKindEntity } from '../../handoffs/kinds/handoff-kind.table.js';
import type { Tx } from '../../platform/database.js';
import type { Fault } from '../../platform/fault.js';
import { isoOrNull } from '../../platform/instant.js';
import { faultsOfAuth } from './auth.js';
import { faultsOfConnector, originsOf, readConnector } from './connector.js';
import { readAuth, writeAuth } from './connector-auth.store.js';
import { faultsInKind, faultsOfMove } from './connector-faults.js';
import type { RecordConnectorBody } from './record-connector.dto.js';
import { RecordConnectorEntity } from './record-connector.table.js';

const USING = `jsonb_build_array(jsonb_build_object('recordConnectorId', $1::text))`;
/** What is still to be made by it would never be; what has failed somebody may mend while its handoff runs. */
const USERS = `
  (select 'handoffKind' as kind, id, name from handoff_kind where receivers @> ${USING} order by id)
  union all
  select 'record', (array_agg(record.id order by record.id))[1], ${counted('record')} || ' still to be made'
    from record join handoff on handoff.id = record.handoff_id
   where record.connector_id = $1::uuid
     and (record.state = 'pending' or (record.state = 'failed' and handoff.state = 'running')
          or exists (select from record_update
                      where record_id = record.id and record_update.state = 'pending' and handoff.state = 'running'))
  having count(*) > 0`;

export const RECORD_CONNECTOR: ResourceKind<RecordConnectorEntity, RecordConnectorBody> = {
  kind: 'recordConnector',
  entity: RecordConnectorEntity,
  fields: ['name', 'request', 'idempotency', 'idOf', 'link', 'find', 'update'],
  secrets: [
    {
      field: 'auth',
      setAt: 'authSetAt',
      read: (tx, id) => readAuth('recordConnector', tx, id),
      write: (tx, id, sealed) => writeAuth('recordConnector', tx, id, sealed),
    },
  ],
  unique: 'name',
  // What is no address is said to be none by its template.
  addresses: (body) => {
    const named = {
      ...Object.fromEntries([...originsOf(body)].map(([place, origin]) => [`${place}/url`, origin])),
      '/auth/tokenUrl': body.auth?.tokenUrl,
    };
    return Object.fromEntries(Object.entries(named).filter((each): each is [string, string] => Boolean(each[1])));
  },
  check,
  shows: async (_sql, rows) => rows.map(({ authSetAt }) => ({ authSetAt: isoOrNull(authSetAt ?? null) })),
  usersOf: async (tx, id) => (await tx.query<ResourceUser>(USERS, [id])).rows,
};

async function check(tx: Tx, body: RecordConnectorBody, id: string | null): Promise<Fault[]> {
  const { auth } = body;
  const ofAuth = auth == null ? [] : faultsOfAuth(auth, '/auth');
  const read = readConnector(body);
  if ('faults' in read) return [...read.faults, ...ofAuth];
  const known = faultsOfConnector(read.connector, { form: null, hasDeal: true });
  const former = id === null ? null : await tx.manager.getRepository(RecordConnectorEntity).findOneByOrFail({ id });
  const moved = former?.authSetAt != null && auth === undefined ? faultsOfMove(former, body) : [];
  const faults = [...known, ...ofAuth, ...moved];
  if (id === null || faults.length > 0) return faults;
  return (await kindsOf(tx, id)).flatMap((kind) => faultsInKind(kind, id, read.connector));
}

function kindsOf(tx: Tx, id: string): Promise<HandoffKindEntity[]> {
  return tx.manager
    .getRepository(HandoffKindEntity)
    .createQueryBuilder('kind')
    .where(`kind.receivers @> jsonb_build_array(jsonb_build_object('recordConnectorId', :id::text))`, { id })
    .orderBy('kind.id')
    .getMany();
}
