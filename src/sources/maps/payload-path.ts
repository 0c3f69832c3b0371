/** A place in a payload: names of fields, and numbers of entries of lists. */
export type PayloadPath = readonly (string | number)[];

const PART = /(?:^|\.)([^.[\]"]+)|\[(\d{1,6})\]|(?:^|\.)?\["((?:[^"\\]|\\.)*)"\]/gy;

/**
 * Reads a path as people write it: `data.fields[0].value`, with names that contain dots as `["a.b"]`.
 * @returns null if it is none
 */
export function readPayloadPath(text: string): PayloadPath | null {
  const path: (string | number)[] = [];
  let end = 0;
  for (const [found, name, index, quoted] of text.matchAll(PART)) {
    path.push(name?.trim() ?? (index === undefined ? quoted!.replace(/\\(.)/g, '$1') : Number(index)));
    end += found.length;
  }
  return path.length > 0 && end === text.length && path.every((each) => each !== '') ? path : null;
}

/** Writes a path so that it can be read again. @param isFollowing whether something stands before it */
export function payloadPathText(path: PayloadPath, isFollowing = false): string {
  return path.reduce<string>((text, each) => {
    if (typeof each === 'number') return `${text}[${each}]`;
    if (/[.[\]"\\]|^\s|\s$/.test(each)) return `${text}["${each.replace(/["\\]/g, '\\$&')}"]`;
    return text === '' && !isFollowing ? each : `${text}.${each}`;
  }, '');
}

/** Returns the value at a path; undefined if there is none. */
export function valueAt(payload: unknown, path: PayloadPath): unknown {
  return path.reduce<unknown>((holder, each) => {
    if (typeof holder !== 'object' || holder === null || !Object.hasOwn(holder, each)) return undefined;
    return (holder as Readonly<Record<string | number, unknown>>)[each];
  }, payload);
}
