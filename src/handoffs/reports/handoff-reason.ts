/** Why handoffs went another way, or were held up: what several people said alike, or what their kind knows by name. */
export interface HandoffReason {
  readonly what: 'exception' | 'blocker';
  /** The name by which the kind knows it, else as it was said last. */
  readonly text: string;
  readonly times: number;
  readonly handoffs: number;
  /** What is done about it, as the kinds of these handoffs say now; empty where none knows it. */
  readonly treatments: readonly string[];
  /** Whoever decided them, the most frequent first. */
  readonly deciders: readonly { readonly repId: string; readonly times: number }[];
  /** Of exceptions: the form was completed in time, was not, or still may be. */
  readonly madeUpFor: number;
  readonly overdue: number;
  readonly pending: number;
  /** Of blockers: those that nobody has resolved. */
  readonly open: number;
  /** What is done another way next time, the latest first. */
  readonly lessons: readonly string[];
  readonly kindIds: readonly string[];
}

/** SQL for words without their case and spaces: what people mean when they say the same. */
export function saidSql(text: string): string {
  return `lower(btrim(regexp_replace(${text}, '\\s+', ' ', 'g')))`;
}
