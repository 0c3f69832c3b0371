/** How the texts of a column are read, beyond what its field says. */
export const FORMATS = ['DMY', 'MDY', 'text', 'number', 'boolean'] as const;
export type Format = (typeof FORMATS)[number];

/** Where a column goes. Null leaves it out. */
export interface Target {
  /** A field of the subject, such as `contact.email` or `refs.hubspot`. */
  readonly to: string;
  /** What texts of the file mean, compared without case; null means nothing. */
  readonly values?: Readonly<Record<string, string | null>>;
  readonly format?: Format;
}
export type ColumnTarget = string | Target | null;

export interface Mapping {
  /** The zone of dates that name none. */
  readonly timeZone?: string;
  readonly columns: Readonly<Record<string, ColumnTarget>>;
}

export function targetOf(target: Exclude<ColumnTarget, null>): Target {
  return typeof target === 'string' ? { to: target } : target;
}
