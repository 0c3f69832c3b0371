/**
 * Returns SQL for whether something happened to a subject after the transaction that has made it.
 * @param id SQL for its id @param which SQL condition on `event`
 */
export function changedSinceMade(id: string, which: string): string {
  return `exists (
  select from event where event.subject_id = ${id} and (${which})
     and event.xid <> (select first.xid from event as first where first.subject_id = ${id} and first.subject_seq = 1))`;
}
