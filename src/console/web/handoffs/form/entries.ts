import { type Path, pointerOf } from './fields.js';

/** Keys of a list's entries, so that what is typed stays with its entry when an earlier one is removed. */
export class EntryKeys {
  private keys: readonly number[] = [];
  private made = 0;

  /** Returns a key for each of `count` entries. Entries are added and dropped at the end. */
  of(count: number): readonly number[] {
    const added = Array.from({ length: Math.max(0, count - this.keys.length) }, () => this.made++);
    this.keys = [...this.keys, ...added].slice(0, count);
    return this.keys;
  }

  /** @returns the key of the removed entry */
  removed(place: number): number {
    const key = this.keys[place]!;
    this.keys = this.keys.toSpliced(place, 1);
    return key;
  }

  /** Puts a key back when the removal was refused. */
  restored(place: number, key: number): void {
    this.keys = this.keys.toSpliced(place, 0, key);
  }
}

/** Returns a pointer as it is after an entry of a list is removed; null if it pointed into that entry. */
export function pointerWithout(pointer: string, removed: Path): string | null {
  const list = `${pointerOf(removed.slice(0, -1))}/`;
  if (!pointer.startsWith(list)) return pointer;
  const [place, ...rest] = pointer.slice(list.length).split('/');
  const ahead = Number(place) - Number(removed.at(-1));
  if (ahead === 0) return null;
  return ahead < 0 ? pointer : list + [Number(place) - 1, ...rest].join('/');
}

/** Returns a path as it is after a removed entry is back in its list. */
export function pathWith(path: Path, restored: Path): Path {
  const [depth, place] = [restored.length - 1, Number(restored.at(-1))];
  const isInList = path.length > depth && pointerOf(path.slice(0, depth)) === pointerOf(restored.slice(0, -1));
  if (!isInList || Number(path[depth]) < place) return path;
  return [...path.slice(0, depth), Number(path[depth]) + 1, ...path.slice(depth + 1)];
}
