/** The most a rep may have of each; absent is unlimited. */
export interface Capacity {
  readonly open?: number | undefined;
  readonly untouched?: number | undefined;
  readonly perDay?: number | undefined;
  readonly perWeek?: number | undefined;
}
