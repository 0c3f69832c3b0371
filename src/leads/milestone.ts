/** From the first to the last; the last closes a lead. */
export const MILESTONES = ['qualified', 'opportunity', 'won'] as const;
export type MilestoneName = (typeof MILESTONES)[number];
