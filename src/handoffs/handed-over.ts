/** SQL for whether a `deal` is won and not handed over yet, as the index of those that are missing has it. */
export const IS_MISSING = `deal.stage = 'won' and not deal.handed_over`;
