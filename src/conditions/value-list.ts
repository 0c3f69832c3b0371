import { readCountry } from '../vocabulary/countries.js';
import { fold } from './text-memory.js';

/** The values of a list, ready to be asked whether a text is among them. */
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

  /** Whether it names a country, by its code or by its name. @param code of the country */
  hasCountry(code: string): boolean {
    this.countries ??= new Set(this.values.map((value) => fold(readCountry(value).country)));
    return this.countries.has(fold(code));
  }
}

/** Lists by their ids. A condition asks the lists that there are when it is asked, not when it was saved. */
export type Lists = ReadonlyMap<string, ValueList>;

export const NO_LISTS: Lists = new Map();
