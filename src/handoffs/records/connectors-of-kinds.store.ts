import type { Sql, Tx } from '../../platform/database.js';
import type { Fault } from '../../platform/fault.js';
import { readRows } from '../../platform/rows.js';
import type { Connector } from '../../records/connectors/connector.js';
import { HANDOFF_KINDS, type HandoffKindRow } from '../kinds/handoff-kind.table.js';
import { faultsInKind } from './connector-faults.js';

/** Returns the kinds with a receiver that uses a connector, oldest first. */
export function readKindsThatUse(sql: Sql, connectorId: string): Promise<HandoffKindRow[]> {
  const uses = `receivers @> jsonb_build_array(jsonb_build_object('recordConnectorId', $1::text))`;
  return readRows(sql, HANDOFF_KINDS, `where ${uses} order by id`, [connectorId]);
}

/** Returns what the templates of a connector would lack in the kinds whose receivers use it. */
export async function faultsInKinds(tx: Tx, id: string, connector: Connector): Promise<Fault[]> {
  return (await readKindsThatUse(tx, id)).flatMap((kind) => faultsInKind(kind, id, connector));
}
