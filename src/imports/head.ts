import type { ColumnTarget } from './mapping/target.js';

/** A column as a person maps it. */
export interface Head {
  readonly name: string;
  readonly samples: readonly string[];
  readonly suggested: ColumnTarget;
}

export function textsOfHead({ samples }: Head): readonly string[] {
  return samples;
}
