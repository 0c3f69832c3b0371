/** A column of a file, with what its first rows hold. */
export interface SampledColumn {
  readonly name: string;
  /** Different values that are not blank. */
  readonly values: readonly string[];
  /** Whether each row holds another value. */
  readonly isUnique: boolean;
}
