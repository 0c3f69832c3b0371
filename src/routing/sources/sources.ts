import { caseless } from '../../platform/values/text.js';
import type { SourceRow } from './source.table.js';

/** The configured sources, found by any of their spellings. Leads may come from others. */
export class Sources {
  private readonly bySpelling = new Map<string, SourceRow>();
  private readonly spellings = new Map<string, readonly string[]>();

  /** @param all without shared spellings */
  constructor(readonly all: readonly SourceRow[] = []) {
    for (const source of all) {
      for (const each of spellingsOf(source)) this.bySpelling.set(caseless(each), source);
      this.spellings.set(source.id, spellingsOf(source));
    }
  }

  of(given: string): SourceRow | undefined {
    return this.all.length === 0 ? undefined : this.bySpelling.get(caseless(given));
  }

  /** Returns the code of a source for any of its spellings; the given text if it is not configured. */
  codeOf(given: string): string {
    return this.of(given)?.code ?? given;
  }

  /** Returns what people call a source; the given text if it is not known. */
  labelOf(given: string): string {
    return this.of(given)?.label ?? given;
  }

  /** Returns the text by which sources are compared: the code without case. */
  keyOf(given: string): string {
    return caseless(this.codeOf(given));
  }

  /** Returns all spellings of a source; undefined if it is not configured. */
  spellingsOf(given: string): readonly string[] | undefined {
    const source = this.of(given);
    return source && this.spellings.get(source.id);
  }
}

export function spellingsOf({ code, aliases }: Pick<SourceRow, 'code' | 'aliases'>): string[] {
  return [code, ...aliases];
}
