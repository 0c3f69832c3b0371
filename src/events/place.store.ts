/**
 * SQL for transaction ids that this cluster has given out. A greater one was given out by the cluster of a former epoch,
 * and orders nothing any more.
 */
const GIVEN_OUT = '< (select pg_snapshot_xmax(pg_current_snapshot()))';

/**
 * SQL for the `xid` that orders what is recorded about a subject: the transaction's id, or that of the subject's latest
 * event if that is greater. A transaction gets its id before it waits for a lock, and so may have a smaller one than the
 * transaction that it waited for. A place is never before its own transaction, so nothing appears behind the horizon of
 * a feed (docs/adr/0120).
 * @param former SQL for the `xid` of the subject's latest event; null if it has none
 */
export const placeAfter = (former: string) =>
  `greatest(pg_current_xact_id(), case when ${former} ${GIVEN_OUT} then ${former} end)`;

/** Like `placeAfter`, for what is recorded about the lead of a row. @param id SQL for the lead's id */
export const placeAfterLead = (id: string) =>
  `greatest(pg_current_xact_id(), (select event_xid from lead where lead.id = ${id} and event_xid ${GIVEN_OUT}))`;

/** The assignment that keeps the place of a subject's latest event in its row. */
export const advancePlace = (table: string) => `event_xid = ${placeAfter(`${table}.event_xid`)}`;
