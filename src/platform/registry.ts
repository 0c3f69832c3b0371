/** A list that satellites fill for other modules. They do so when their modules are imported, or created. */
export class Registry<Entry> {
  private readonly entries: Entry[];
  private readonly listeners: ((entry: Entry) => void)[] = [];

  constructor(...entries: readonly Entry[]) {
    this.entries = [...entries];
  }

  add(...entries: readonly Entry[]): void {
    this.entries.push(...entries);
    for (const listener of this.listeners) for (const entry of entries) listener(entry);
  }

  /**
   * Calls the listener for each entry, including those added later, so that schemas list entries added after they were
   * made.
   */
  each(listener: (entry: Entry) => void): void {
    this.listeners.push(listener);
    for (const entry of this.entries) listener(entry);
  }

  /** All entries, in the order in which they were added. The list grows. */
  get all(): readonly Entry[] {
    return this.entries;
  }
}
