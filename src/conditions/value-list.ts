import { readCountry } from '../vocabulary/countries.js';
import { fold } from './text-memory.js';

export class ValueList {
  private readonly known: ReadonlySet<string>;
  private countries: ReadonlySet<string> | undefined;

  constructor(
    readonly name: string,
    readonly version: number,
    private readonly values: readonly string[],
  ) {
    this.known = new Set(values.map(fold));
  }

  has(text: string): boolean {
    return this.known.has(fold(text));
  }

  /** Reports whether the list has a country, by code or name. @param code of the country */
  hasCountry(code: string): boolean {
    this.countries ??= new Set(this.values.map((value) => fold(readCountry(value).country)));
    return this.countries.has(fold(code));
  }
}

/** Lists by id. Conditions use the lists as they are at evaluation, not as they were when the condition was saved. */
export type Lists = ReadonlyMap<string, ValueList>;

export const NO_LISTS: Lists = new Map();
