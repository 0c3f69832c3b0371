/** @param label says which field it is, if that is not the whole name */
export type Answer = readonly [name: string, value: unknown, label?: string];

/** What arrived, before it is a lead. */
export interface Submission {
  /** Values whose field is known, by its path. */
  readonly fields: readonly (readonly [path: string, value: unknown])[];
  /** Values by the names that the sender gives them, such as the questions of a form. */
  readonly answers: readonly Answer[];
  /** Its id where it comes from; null without one. Tests have none, as they may all have the same. */
  readonly externalId: string | null;
  readonly isTest: boolean;
  /** Whether it is what another system has of a person, who may have asked for nothing; new to Touchline, it is a lead. */
  readonly isRecord?: boolean;
  /** Whether there is more than is read. */
  readonly isCut?: boolean;
}

/** A lead that a product has told of by its id. */
export interface ToldLead {
  readonly ref: string;
  /** What was told of it: ids, and when it was sent. */
  readonly told: Readonly<Record<string, unknown>>;
  readonly isSample: boolean;
}

/** Values of an object in a payload; none if it is something else. */
export function entriesOf(value: unknown): [string, unknown][] {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? Object.entries(value) : [];
}

export function recordOf(value: unknown): Readonly<Record<string, unknown>> {
  return Object.fromEntries(entriesOf(value));
}

export function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

/** Returns an id or a name as text; null if there is none. */
export function idOf(value: unknown): string | null {
  const text = typeof value === 'string' || typeof value === 'number' ? String(value).trim() : '';
  return text === '' ? null : text;
}
