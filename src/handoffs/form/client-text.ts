import { named } from '../../forms/billing.js';
import { FORM_FORMATS, type FormField } from '../../forms/form.js';
import { withoutSensitive } from '../../forms/view.js';
import { isRecord, type JsonRecord, ownOf } from '../../platform/sql/sql.js';
import { dayInWords } from '../../platform/values/day.js';

interface ClientTextFacts {
  readonly form: FormField;
  /** The values of the form. Sensitive ones are left out of the text. */
  readonly values: JsonRecord;
  /** The name of the deal or the account. */
  readonly about: string;
  /** Whether the client has just bought something. */
  readonly isWon: boolean;
  /** Null if not known. */
  readonly giver: string | null;
  /** In the order of the kind: the first one works with the client from now on. */
  readonly receivers: readonly { readonly name: string; readonly owner: string }[];
}

/** Where forms name the person to address, those of the ready-made kinds first. */
const SPOKEN_TO = [
  ['contacts', 'dayToDay', 'name'],
  ['contacts', 'buyer', 'name'],
  ['dayToDay', 'name'],
  ['buyer', 'name'],
  ['contact', 'name'],
];
const INVOICED = [
  ['contacts', 'billing', 'name'],
  ['billingContact', 'name'],
];
const KICKOFF = [['kickoff', 'on'], ['kickoff']];

/** A name is a few words on one line, whatever was typed. */
const NAME_LENGTH_MAX = 200;

/**
 * Returns what the client may be told: who looks after them from now on, and what comes next. It is plain text, ready
 * to be sent or edited, and contains nothing that is for the parties alone.
 */
export function textForClient({ form, values, about, isWon, giver, receivers }: ClientTextFacts): string {
  const seen = withoutSensitive(form, values);
  const client = nameAt(seen, SPOKEN_TO);
  const invoiced = nameAt(seen, INVOICED);
  const [first, ...others] = receivers.map(({ name, owner }) => `${line(owner)} (${line(name)})`);
  const next = [
    ...(first === undefined
      ? []
      : [`${first} ${isWon ? 'looks after you' : 'has it'} from here, and will be in touch.`]),
    ...others.map((other) => `${other} knows what was agreed as well.`),
    ...kickoffIn(form, seen),
    ...(invoiced === null ? [] : [`Invoices go to ${invoiced}. Please tell us if that should be somebody else.`]),
  ];
  return [
    client === null ? 'Hello,' : `Hello ${client},`,
    isWon
      ? `thank you for choosing us for ${line(about)}. This is what happens next:`
      : `this is what happens next with ${line(about)}:`,
    next.map((each) => `- ${each}`).join('\n'),
    'If anything is unclear, just answer this message.',
    ...(giver === null ? [] : [line(giver)]),
  ].join('\n\n');
}

/** Returns the day of the kickoff if the form has it, or that it is still to be found if the form asks for it. */
function kickoffIn(form: FormField, values: JsonRecord): string[] {
  const day = kickoffOf(values);
  if (day !== null) return [`The kickoff is on ${dayInWords(day)}.`];
  return named(form, 'kickoff') === undefined ? [] : ['We will find a date for the kickoff with you.'];
}

function nameAt(values: JsonRecord, paths: readonly (readonly string[])[]): string | null {
  return firstOf(
    paths.map((path) => {
      const value = valueAt(values, path);
      return typeof value === 'string' && line(value) !== '' ? line(value) : null;
    }),
  );
}

function valueAt(values: JsonRecord, path: readonly string[]): unknown {
  return path.reduce<unknown>((value, name) => (isRecord(value) ? ownOf(value, name) : undefined), values);
}

/** Returns the day of the kickoff, where the ready-made kinds have it; null if the form does not say it. */
export function kickoffOf(values: JsonRecord): string | null {
  return firstOf(
    KICKOFF.map((path) => {
      const value = valueAt(values, path);
      return typeof value === 'string' && FORM_FORMATS.date.isSound(value) ? value : null;
    }),
  );
}

function line(text: string): string {
  return text
    .replace(/[\s\p{Cc}]+/gu, ' ')
    .trim()
    .slice(0, NAME_LENGTH_MAX)
    .trim();
}

function firstOf<T>(values: readonly (T | null)[]): T | null {
  return values.find((value) => value !== null) ?? null;
}
