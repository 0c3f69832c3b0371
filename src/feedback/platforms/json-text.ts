import { DateTime } from 'luxon';
import { type Instant, MS_PER_MINUTE, MS_PER_SECOND } from '../../platform/values/duration.js';

/**
 * A JSON number, stored digit by digit. Meta's ids have up to 17 digits, more than a JavaScript number holds, and an
 * amount converted to one may lose its cents.
 */
export class JsonNumber {
  constructor(readonly digits: string) {
    if (!/^-?(0|[1-9]\d*)(\.\d+)?$/.test(digits)) throw new Error(`No number of JSON: ${JSON.stringify(digits)}`);
  }

  /** `JSON.stringify` would write an object in its place. */
  toJSON(): never {
    throw new Error('A body with exact numbers is written by writeJson');
  }
}

export type Json = string | number | boolean | null | JsonNumber | readonly Json[] | JsonObject;
export interface JsonObject {
  readonly [name: string]: Json;
}

/**
 * Writes what `JSON.stringify` does, but exact numbers digit by digit. @param indent spaces for each level; 0: one line
 */
export function writeJson(value: Json, indent = 0): string {
  return write(value, indent, '');
}

export function fieldOf(value: Json | undefined, name: string): Json | undefined {
  return isObject(value) && Object.hasOwn(value, name) ? value[name] : undefined;
}

/** Returns the value at a path of fields. */
export function at(value: Json | undefined, ...names: readonly string[]): Json | undefined {
  return names.reduce<Json | undefined>(fieldOf, value);
}

/** Returns the list at a path of fields; empty for anything else. */
export function listAt(value: Json | undefined, ...names: readonly string[]): readonly Json[] {
  const found = at(value, ...names);
  return Array.isArray(found) ? (found as readonly Json[]) : [];
}

function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof JsonNumber);
}

function write(value: Json, indent: number, margin: string): string {
  if (value instanceof JsonNumber) return value.digits;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const inner = `${margin}${' '.repeat(indent)}`;
  const [before, between, colon] = indent === 0 ? ['', ',', ':'] : [`\n${inner}`, `,\n${inner}`, ': '];
  const [open, close] = Array.isArray(value) ? '[]' : '{}';
  let text = open!;
  let separator = before;
  const add = (part: string) => {
    text += separator + part;
    separator = between;
  };
  if (Array.isArray(value)) for (const each of value as readonly Json[]) add(write(each, indent, inner));
  else
    for (const name of Object.keys(value))
      add(JSON.stringify(name) + colon + write((value as JsonObject)[name]!, indent, inner));
  if (separator === before) return `${open}${close}`;
  return indent === 0 ? text + close : `${text}\n${margin}${close}`;
}

/** Returns whole seconds since 1970: ten digits (Meta, TikTok). LinkedIn takes milliseconds, all others text. */
export function epochSeconds(at: Instant): number {
  return Math.floor(at / MS_PER_SECOND);
}

/** Truncates to the second, the precision at which adjustments identify their originals. */
export function wholeSecond(at: Instant): Instant {
  return epochSeconds(at) * MS_PER_SECOND;
}

/** `2026-11-18T20:04:05Z` */
export function isoSecond(at: Instant): string {
  return `${new Date(at).toISOString().slice(0, 19)}Z`;
}

/** `2026-11-18 20:04:05`, in UTC: a local time is ambiguous for an hour each autumn. */
export function plainUtc(at: Instant): string {
  return new Date(at).toISOString().slice(0, 19).replace('T', ' ');
}

/** `2026-11-18 15:04:05-05:00`, in a zone; the offset makes it unambiguous. */
export function withOffset(at: Instant, timeZone: string): string {
  const { offset } = DateTime.fromMillis(at, { zone: timeZone });
  const minutes = Math.abs(Math.trunc(offset));
  const twoDigits = (part: number) => String(part).padStart(2, '0');
  const local = plainUtc(at + offset * MS_PER_MINUTE);
  return `${local}${offset < 0 ? '-' : '+'}${twoDigits(Math.floor(minutes / 60))}:${twoDigits(minutes % 60)}`;
}

/** `11/18/2026 8:04:05 PM`, in UTC. */
export function americanUtc(at: Instant): string {
  return DateTime.fromMillis(at, { zone: 'utc', locale: 'en-US' }).toFormat('M/d/yyyy h:mm:ss a');
}
