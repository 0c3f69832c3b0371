import { type Path, pointerOf } from './fields.js';

/** Keys of the entries of a list, by which what is typed stays with its entry where an earlier one is removed. */
export class EntryKeys {
  private keys: readonly number[] = [];
  private made = 0;

  /** One for each of so many entries: others come and go at the end. */
  of(count: number): readonly number[] {
    const added = Array.from({ length: Math.max(0, count - this.keys.length) }, () => this.made++);
    this.keys = [...this.keys, ...added].slice(0, count);
    return this.keys;
  }

  removed(place: number): void {
    this.keys = this.keys.filter((_, index) => index !== place);
  }
}

/** Where something stands once an entry of a list is removed; null for what went with it. */
export function pointerWithout(pointer: string, removed: Path): string | null {
  const list = `${pointerOf(removed.slice(0, -1))}/`;
  if (!pointer.startsWith(list)) return pointer;
  const [place, ...rest] = pointer.slice(list.length).split('/');
  const ahead = Number(place) - Number(removed.at(-1));
  if (ahead === 0) return null;
  return ahead < 0 ? pointer : list + [Number(place) - 1, ...rest].join('/');
}
