const OF_WIN = `handoff.deal_id = deal.id and handoff.starts_on = 'deal.won'`;

/** SQL for whether a `deal` is handed over: one that was, and is opened again, has another handoff that is filled in. */
export const IS_HANDED_OVER = `(exists (select from handoff where ${OF_WIN} and handoff.state in ('running', 'done'))
  and not exists (select from handoff where ${OF_WIN} and handoff.state = 'draft'))`;

/** SQL for whether a `deal` is won and not handed over yet, as the index of those that are missing has it. */
export const IS_MISSING = `deal.stage = 'won' and not deal.handed_over`;

/** SQL for whether what hands a `deal` over, or has, is in a state. @param state SQL of it, running or done */
export function isHandedOver(state: string): string {
  return `exists (select from handoff where ${OF_WIN} and handoff.state = ${state})
    and (${state} = 'running' or deal.handed_over and not exists (
      select from handoff where ${OF_WIN} and handoff.state = 'running'))`;
}
