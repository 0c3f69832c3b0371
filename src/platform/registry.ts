/** Where satellites leave what others work with. It is filled when their modules are imported, or made. */
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

  /** Tells of each, also of those that are still to come: so schemas list what is added after they are made. */
  each(listener: (entry: Entry) => void): void {
    this.listeners.push(listener);
    for (const entry of this.entries) listener(entry);
  }

  /** In the order in which they were added. A list that grows. */
  get all(): readonly Entry[] {
    return this.entries;
  }
}
