import { STAGES, type Stage } from '../../../src/feedback/delivery.js';
import { type DeliveryRow, isEarly } from '../../../src/feedback/delivery-row.js';

/** The due items of one lead: the statement of the store, in memory. */
export function dueOf(rows: readonly DeliveryRow[], inOrder: boolean, now: number): DeliveryRow[] {
  const isOpen = ({ state }: DeliveryRow) => state === 'pending' || state === 'leased';
  const isHad = ({ state, leasedUntil }: DeliveryRow) => state === 'leased' && leasedUntil! > now;
  const order = ({ stage }: DeliveryRow) => {
    const index = STAGES.indexOf(stage as Stage);
    return index === -1 ? STAGES.length + 1 : index;
  };
  const isBlocked = (row: DeliveryRow) =>
    (inOrder &&
      rows.some(
        (earlier) => isOpen(earlier) && order(earlier) < order(row) && (earlier.notBefore > now || isHad(earlier)),
      )) ||
    (row.originalId !== null &&
      rows.some(
        (other) =>
          other.originalId === row.originalId &&
          other.id !== row.id &&
          isOpen(other) &&
          (other.eventAt < row.eventAt || (other.eventAt === row.eventAt && other.id < row.id)),
      )) ||
    (row.originalId === null &&
      row.revision > 1 &&
      rows.some(
        (former) =>
          former.originalId === null &&
          former.stage === row.stage &&
          former.revision < row.revision &&
          rows.some(
            (retraction) =>
              retraction.originalId === former.id &&
              retraction.kind === 'retract' &&
              (['pending', 'leased', 'sent'].includes(retraction.state) ||
                (isEarly(retraction) && ['pending', 'leased', 'sent'].includes(former.state))),
          ),
      ));
  return rows
    .filter((row) => isOpen(row) && !isHad(row) && row.notBefore <= now)
    .filter(({ sendBefore }) => sendBefore === null || sendBefore > now)
    .filter((row) => !isBlocked(row))
    .sort((one, other) => one.eventAt - other.eventAt || order(one) - order(other) || (one.id < other.id ? -1 : 1));
}
