import type { Warning } from '../../documents/version.schema.js';
import { type Fault, fault } from '../../platform/input/fault.js';
import { Registry } from '../../platform/registry.js';
import type { Tx } from '../../platform/sql/database.js';
import { type Connector, originsOf, type WrittenConnector } from './connector.js';

/** Returns what would no longer work in users of a connector if it were saved like this. */
type ConnectorCheck = (tx: Tx, id: string, connector: Connector) => Promise<readonly Fault[]>;

export const CONNECTOR_CHECKS = new Registry<ConnectorCheck>();

/** Credentials given for one host are not silently sent to another. */
export function faultsOfMove(former: WrittenConnector, next: WrittenConnector): Fault[] {
  const known = [...originsOf(former).values()];
  return [...originsOf(next)].flatMap(([place, origin]) => {
    if (known.includes(origin)) return [];
    const message = `"auth" was given for ${known[0]}: send it again for ${origin}, or null.`;
    return [fault(`${place}/url`, 'address', message)];
  });
}

/** Returns warnings about configurations that may create duplicates. */
export function warningsOfConnector({ idempotency, find }: ConnectorSafety): Warning[] {
  if (idempotency != null || find != null) return [];
  const message =
    'If an answer is lost, the record is requested again and may be created twice: set "idempotency" (how the tool recognises a repeated request) or "find" (how the record is found).';
  return [{ pointer: '/idempotency', message }];
}

interface ConnectorSafety {
  readonly idempotency?: object | null;
  readonly find?: object | null;
}
