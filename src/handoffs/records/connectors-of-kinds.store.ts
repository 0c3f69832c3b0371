import type { Tx } from '../../platform/database.js';
import type { Fault } from '../../platform/fault.js';
import type { Connector } from '../../records/connectors/connector.js';
import { HandoffKindEntity } from '../kinds/handoff-kind.table.js';
import { faultsInKind } from './connector-faults.js';

/** What would stay open in the records of kinds whose receivers use a connector. */
export async function faultsInKinds(tx: Tx, id: string, connector: Connector): Promise<Fault[]> {
  const kinds = await tx.manager
    .getRepository(HandoffKindEntity)
    .createQueryBuilder('kind')
    .where(`kind.receivers @> jsonb_build_array(jsonb_build_object('recordConnectorId', :id::text))`, { id })
    .orderBy('kind.id')
    .getMany();
  return kinds.flatMap((kind) => faultsInKind(kind, id, connector));
}
