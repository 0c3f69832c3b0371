/** An object of JSON. */
export type JsonRecord = Readonly<Record<string, unknown>>;

/** Whether it is an object as JSON has them: no list, and not null. */
export function isRecord(value: unknown): value is JsonRecord {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A field may be called like something that every object has. */
export function ownOf(record: unknown, name: string): unknown {
  return isRecord(record) && Object.hasOwn(record, name) ? record[name] : undefined;
}
