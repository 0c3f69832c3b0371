/* SQL conditions on the `proposals` of a contract, or of a sale without one. */

/** One waits for an answer. */
export const HAS_OPEN = `proposals @> '[{"state": "open"}]'`;

/** Nobody has answered one in time. @param today SQL for the day */
export function hasOverdue(today: string): string {
  return anyOverdue(today, 'true');
}

/** Nobody was reminded of one that is overdue: somebody could answer it, or those above were not told yet. @param accountId SQL */
export function awaitsReminder(today: string, accountId: string): string {
  return anyOverdue(
    today,
    `each->>'remindedOn' is null and (each->>'raisedOn' is null or exists (
       select from deal
         left join account on account.id = ${accountId}
         join rep on rep.id in (deal.owner_rep_id, account.owner_rep_id, account.manager_rep_id, account.sales_rep_id)
        where deal.id = (each->>'dealId')::uuid and rep.active))`,
  );
}

function anyOverdue(today: string, further: string): string {
  return `(${HAS_OPEN} and exists (
    select from jsonb_array_elements(proposals) as each
     where each->>'state' = 'open' and each->>'answerBy' < ${today} and ${further}))`;
}
