/** Whose working time is not what it was. */
export interface HoursChange {
  readonly calendarIds: readonly string[];
  readonly repIds: readonly string[];
  readonly poolIds: readonly string[];
}
