import { type IdentifyingSettings, identifyingAddress, identifyingNumber } from '../../contact/identifying.js';
import type { Identifier } from '../../disposition/suppression.js';

const FOUND_MAX = 20;
const TEXT_MAX = 10_000;
const ADDRESS = /[^\s<>"'(),;:[\]\\]+@[^\s<>"'(),;:[\]\\]+\.[^\s<>"'(),;:[\]\\]+/g;
const NUMBER = /^\+?[\d\s().\-/]{6,40}$/;

/** Returns the addresses and numbers anywhere in a payload, by which an erasure finds it. */
export function contactsIn(payload: unknown, settings: IdentifyingSettings): Identifier[] {
  const found = new Map<string, Identifier>();
  for (const text of textsIn(payload)) {
    for (const [address] of text.matchAll(ADDRESS)) note(found, 'email', identifyingAddress(address, settings));
    if (NUMBER.test(text.trim())) note(found, 'phone', identifyingNumber(text, undefined, settings));
    if (found.size >= FOUND_MAX) break;
  }
  return [...found.values()];
}

function note(found: Map<string, Identifier>, kind: 'email' | 'phone', key: string | null): void {
  if (key !== null) found.set(`${kind}:${key}`, { kind, key });
}

/** Goes level by level, since a payload could overflow the stack of a recursion. */
function* textsIn(payload: unknown): Generator<string> {
  const left: unknown[] = [payload];
  for (let at = 0; at < left.length && at < TEXT_MAX; at += 1) {
    const each = left[at];
    if (typeof each === 'string') yield each.slice(0, TEXT_MAX);
    else if (typeof each === 'object' && each !== null) left.push(...Object.values(each).slice(0, TEXT_MAX));
  }
}
