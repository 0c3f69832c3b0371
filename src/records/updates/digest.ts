import { createHash } from 'node:crypto';
import { isRecord } from '../../platform/record.js';

const LENGTH = 32;

/** By which a value is known again without being kept; of each record another one. */
export function digestOf(recordId: string, value: unknown): string {
  return createHash('sha256')
    .update(`${recordId}\n${inOrder(value)}`)
    .digest('base64url')
    .slice(0, LENGTH);
}

/** As JSON, whatever order a tool answers fields in; nothing and null are the same. */
function inOrder(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(inOrder).join(',')}]`;
  if (!isRecord(value)) return JSON.stringify(value ?? null);
  const fields = Object.keys(value)
    .sort()
    .map((name) => `${JSON.stringify(name)}:${inOrder(value[name])}`);
  return `{${fields.join(',')}}`;
}
