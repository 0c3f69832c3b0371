import { readForm } from '../../forms/form.js';
import { type Fault, fault, step } from '../../platform/input/fault.js';
import { type Connector, faultsOfConnector } from '../../records/connectors/connector.js';
import { shapeOfForm } from '../../records/templates/shape.js';
import type { HandoffKindBody } from '../kinds/handoff-kind.schema.js';

/** The parts of a kind of handoff against which connectors are checked. */
type CheckedKind = Pick<HandoffKindBody, 'name' | 'start' | 'form' | 'receivers'>;

/** Returns the faults of a connector for a receiver. */
export function faultsOfUse(
  { start, form }: Pick<CheckedKind, 'start' | 'form'>,
  { sections }: Pick<CheckedKind['receivers'][number], 'sections'>,
  connector: Connector,
): Fault[] {
  return faultsOfConnector(connector, { form: shapeOfForm(readForm(form), sections), hasDeal: start.on !== 'manual' });
}

/** Returns the faults of a connector for the receivers of a kind that name it, each with the place of its receiver. */
function faultsOfUses(
  kind: CheckedKind,
  connectorId: string,
  connector: Connector,
): readonly { readonly receiver: number; readonly fault: Fault }[] {
  return kind.receivers.flatMap((receiver, place) =>
    receiver.recordConnectorId === connectorId
      ? faultsOfUse(kind, receiver, connector).map((fault) => ({ receiver: place, fault }))
      : [],
  );
}

/** Returns faults for a connector that is saved, with pointers into its templates. */
export function faultsInKind(kind: CheckedKind, connectorId: string, connector: Connector): Fault[] {
  return faultsOfUses(kind, connectorId, connector).map(({ receiver, fault: { pointer, code, message } }) =>
    fault(
      pointer,
      code,
      `For ${JSON.stringify(kind.receivers[receiver]!.name)} of the handoff kind ${JSON.stringify(kind.name)}: ${message}`,
    ),
  );
}

/** Returns faults for a kind that is saved, with pointers to its receivers. */
export function faultsOfReceivers(
  kind: CheckedKind,
  connectors: ReadonlyMap<string, { readonly name: string; readonly connector: Connector }>,
): Fault[] {
  const named = [...new Set(kind.receivers.flatMap(({ recordConnectorId }) => recordConnectorId ?? []))];
  const unknown = kind.receivers.flatMap(({ recordConnectorId }, index) =>
    recordConnectorId === undefined || connectors.has(recordConnectorId)
      ? []
      : [fault(pointerTo(index), 'unknownId', `There is no record connector ${recordConnectorId}.`)],
  );
  const open = named.flatMap((id) => {
    const found = connectors.get(id);
    if (found === undefined) return [];
    return faultsOfUses(kind, id, found.connector).map(({ receiver, fault: { pointer, code, message } }) =>
      fault(pointerTo(receiver), code, `The record connector ${JSON.stringify(found.name)} at ${pointer}: ${message}`),
    );
  });
  return [...unknown, ...open];
}

function pointerTo(receiver: number): string {
  return `/receivers${step(receiver)}/recordConnectorId`;
}
