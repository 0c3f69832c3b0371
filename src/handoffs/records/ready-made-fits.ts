import { readConnector } from '../../records/connectors/connector.js';
import { filledIn, type ReadyMadeConnector } from '../../records/ready-made.js';
import type { KindToStaff } from '../kinds/ready-made/parts.js';
import { faultsOfUse } from './connector-faults.js';

/** A receiver of a ready-made kind. */
interface ReadyMadeReceiver {
  readonly kind: string;
  readonly receiver: string;
}

/** Returns the receivers of ready-made kinds whose form fills all templates of a ready-made connector. */
export function fitsOf(connector: ReadyMadeConnector, kinds: readonly KindToStaff[]): ReadyMadeReceiver[] {
  const read = readConnector(filledIn(connector));
  if ('faults' in read) throw new Error(`The ready-made connector ${connector.connector.name} cannot be read`);
  return kinds.flatMap((kind) =>
    kind.receivers
      .filter((receiver) => faultsOfUse(kind, receiver, read.connector).length === 0)
      .map(({ name }) => ({ kind: kind.name, receiver: name })),
  );
}
