import { isRecord, ownOf } from '../../platform/record.js';

const LENGTH_MAX = 300;

/** What a field should say and what it says, as people read it: of what both say nothing is told. */
export interface InWords {
  readonly inForm: string;
  readonly inTool: string;
}

export function inWords(wanted: unknown, present: unknown): InWords {
  const meant = textsIn(wanted, wanted);
  // Tools say more of a thing than they were told.
  const shown = textsIn(present, wanted);
  return { inForm: quoted(without(meant, shown)), inTool: quoted(without(shown, meant)) };
}

function without(texts: readonly string[], others: readonly string[]): string {
  return texts.filter((text) => !others.includes(text)).join(', ');
}

function quoted(text: string): string {
  if (text === '') return 'nothing';
  return `"${text.length > LENGTH_MAX ? `${text.slice(0, LENGTH_MAX)}…` : text}"`;
}

function textsIn(value: unknown, like: unknown): string[] {
  if (Array.isArray(value))
    return value.flatMap((each, index) => textsIn(each, Array.isArray(like) ? (like[index] ?? like[0]) : undefined));
  if (isRecord(value)) {
    const names = Object.keys(isRecord(like) ? like : value);
    return names.flatMap((name) => textsIn(ownOf(value, name), ownOf(like, name)));
  }
  const text = value === null || value === undefined ? '' : String(value).replaceAll(/\s+/g, ' ').trim();
  return text === '' ? [] : [text];
}
