/** A column of a file, with what its first rows hold. */
export interface SampledColumn {
  readonly name: string;
  /** Different values that are not blank. */
  readonly values: readonly string[];
  /** The share of different values among those of its rows: 1 if each row holds another one, 0 if all are blank. */
  readonly distinct: number;
}
