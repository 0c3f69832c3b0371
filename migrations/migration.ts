/** What a migration asks the database with. */
export interface Runner {
  /** @returns the rows of the last statement */
  query<Row>(text: string, values?: readonly unknown[]): Promise<Row[]>;
}

/** One change of the schema. The name of its class, which ends in its place in time, is what the database keeps of it. */
export interface Migration {
  up(runner: Runner): Promise<void>;
  /** Takes it back. */
  down(runner: Runner): Promise<void>;
}
