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

  /** @returns the key that it had */
  removed(place: number): number {
    const key = this.keys[place]!;
    this.keys = this.keys.toSpliced(place, 1);
    return key;
  }

  /** It is there after all. */
  restored(place: number, key: number): void {
    this.keys = this.keys.toSpliced(place, 0, key);
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

/** Where something stands once an entry that was to be removed is in its list after all. */
export function pathWith(path: Path, restored: Path): Path {
  const [depth, place] = [restored.length - 1, Number(restored.at(-1))];
  const isInList = path.length > depth && pointerOf(path.slice(0, depth)) === pointerOf(restored.slice(0, -1));
  if (!isInList || Number(path[depth]) < place) return path;
  return [...path.slice(0, depth), Number(path[depth]) + 1, ...path.slice(depth + 1)];
}
