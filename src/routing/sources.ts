import { caseless } from '../platform/text.js';
import type { SourceRow } from './source.table.js';

/** The sources that are configured, found by any of their spellings. Leads may come from others. */
export class Sources {
  private readonly bySpelling = new Map<string, SourceRow>();
  private readonly spellings = new Map<string, readonly string[]>();

  /** @param all no two of them share a spelling */
  constructor(readonly all: readonly SourceRow[] = []) {
    for (const source of all) {
      for (const each of spellingsOf(source)) this.bySpelling.set(caseless(each), source);
      this.spellings.set(source.id, spellingsOf(source));
    }
  }

  of(given: string): SourceRow | undefined {
    return this.all.length === 0 ? undefined : this.bySpelling.get(caseless(given));
  }

  /** Its code, however it is spelled; of a source that is not configured, what was given. */
  codeOf(given: string): string {
    return this.of(given)?.code ?? given;
  }

  /** How sources are compared where that is by one text: the code without case. */
  keyOf(given: string): string {
    return caseless(this.codeOf(given));
  }

  /** All spellings of a source; undefined where it is not configured. */
  spellingsOf(given: string): readonly string[] | undefined {
    const source = this.of(given);
    return source && this.spellings.get(source.id);
  }

  isSame(one: string, other: string): boolean {
    return this.keyOf(one) === this.keyOf(other);
  }
}

export function spellingsOf({ code, aliases }: Pick<SourceRow, 'code' | 'aliases'>): string[] {
  return [code, ...aliases];
}
