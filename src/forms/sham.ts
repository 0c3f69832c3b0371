import { step } from '../platform/input/fault.js';
import { isRecord, ownOf } from '../platform/sql/sql.js';
import { isBlank } from './billing.js';
import type { FormField } from './form.js';

/** Words that people type only to get past a field. Real answers such as "none" are not among them. */
const FILLERS: ReadonlySet<string> = new Set(
  'tbd tba tbc tbs todo fixme wip na nn ka idk dunno asdf asdfg asdfgh qwerty qwertz foo bar baz blah bla test lorem'.split(
    ' ',
  ),
);
const FILLER_PHRASES =
  /^(?:n a|k a|to do|to be (?:done|decided|defined|determined|announced|confirmed|clarified|discussed|filled(?: in)?)|don t know|not known yet|lorem ipsum)$/;
/** One letter, repeated or not. */
const ONE_LETTER = /^([a-z])\1*$/;

/** Invisible characters between letters. */
const UNSEEN = /\p{Default_Ignorable_Code_Point}/gu;

/** Finds texts that say nothing in fields that refuse them. @returns pointers into the values */
export function shamIn(field: FormField, value: unknown, pointer = ''): string[] {
  const { entry } = field;
  if (Array.isArray(value))
    return entry === undefined ? [] : value.flatMap((each, index) => shamIn(entry, each, pointer + step(index)));
  if (isRecord(value))
    return field.fields.flatMap((inner) => shamIn(inner, ownOf(value, inner.name), pointer + step(inner.name)));
  if (!field.refusesSham || typeof value !== 'string' || isBlank(value) || field.choices.length > 0) return [];
  const { format } = field.rules;
  if (format === 'email') return isShamAddress(value) ? [pointer] : [];
  return format === undefined && isSham(value) ? [pointer] : [];
}

/** Reports whether a text says nothing: `?`, `x`, `tbd`, `n/a`. */
export function isSham(text: string): boolean {
  const words = wordsOf(text);
  // "A/B test" says something, "x x x" does not.
  const isOneWord = words.every((word) => word === words[0]);
  return (isOneWord && words.every(isFiller)) || FILLER_PHRASES.test(words.join(' '));
}

/** Reports whether an address has only fillers before the top-level domain: `a@b.co`, `test@test.com`. */
function isShamAddress(address: string): boolean {
  return wordsOf(address.slice(0, address.lastIndexOf('.'))).every(isFiller);
}

function isFiller(word: string): boolean {
  return FILLERS.has(word) || ONE_LETTER.test(word);
}

function wordsOf(text: string): string[] {
  return (
    text
      .normalize('NFKC')
      .replace(UNSEEN, '')
      .toLowerCase()
      .match(/[\p{L}\p{N}]+/gu) ?? []
  );
}
