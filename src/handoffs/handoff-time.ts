/** Working time that was spent on a handoff, or on one promise about it. */
export interface HandoffTime {
  /** Of the clock; of the handoff itself for all the time that it ran. */
  readonly id: string;
  readonly handoffId: string;
  readonly workingMs: number;
}
