import { Injectable } from '@nestjs/common';
import type { Caller } from '../../auth/scope.js';
import { StaleVersionError } from '../../documents/document.errors.js';
import { faultsOfPatch, patchBetween, patched } from '../../forms/merge-patch.js';
import type { FormSight } from '../../forms/view.js';
import { type Fault, fault, faultsElsewhere } from '../../platform/input/fault.js';
import { InvalidRequestError } from '../../platform/input/refusal.js';
import { isRecord, type JsonRecord } from '../../platform/sql/sql.js';
import { normaliseText } from '../../platform/values/text.js';
import { HandoffIncompleteError } from '../handoff.errors.js';
import { prefilledOf } from '../handoff.view.js';
import type { HandoffCase } from '../handoff-case.js';
import { rearranged } from '../page/actions.js';
import { type FilledValue, filledWith, inputsOf } from '../page/filled.js';
import { type FormRemarks, formPageOf, opened } from '../page/form-page.js';
import { broughtUpToDate, type ShownHandoff } from '../page/handoff-pages.js';
import { returnedIn, stillRequired } from '../page/page-texts.js';
import { givenBy, NAMES_MAX, readPosted, settled } from '../page/posted.js';
import { readNodesOf } from '../page/reading.js';
import { HandoffForms } from './handoff-forms.service.js';

/** A part of a page, with the HTTP status to send. */
export interface PagePart {
  readonly status: number;
  readonly part: Partial<ShownHandoff>;
}

const FOUND = 200;
const CONFLICT = 409;
const INVALID = 422;
/** Hidden inputs of a page: the version and the values that it was made from. */
const VERSION = ':version';
const BASE = ':base';
const WANTED = ':do';

/** Leaves room on a page for entries that are added, and in what it posts for the values that it was made from. */
const INPUTS_MAX = NAMES_MAX - 1_000;
const FORM_LENGTH_MAX = 100_000;

/** The version and the values that a page was made from. */
interface PageBase {
  readonly version: number;
  readonly base: JsonRecord;
}

/** A handoff as the user of a page sees it. */
export interface VisibleHandoff {
  readonly subject: HandoffCase;
  readonly sight: FormSight;
  /** The zone of days and times. */
  readonly zone: string;
}

/** Lets the giver of a handoff fill in its form on a page. */
@Injectable()
export class FormFilling {
  constructor(private readonly forms: HandoffForms) {}

  show(looked: VisibleHandoff): PagePart {
    const { subject, sight, zone } = looked;
    const base = sight.of(subject.handoff.form);
    const filled = opened(sight.form, filledWith(sight.form, base, zone));
    if (inputsOf(filled) > INPUTS_MAX || isLong(base)) return { status: FOUND, part: tooLong(looked) };
    return { status: FOUND, part: page(looked, filled, { version: subject.handoff.formVersion, base }) };
  }

  /** Saves what was filled in, or shows the page with an entry added or removed. */
  async act(
    looked: VisibleHandoff,
    sent: URLSearchParams,
    caller: Caller,
  ): Promise<PagePart | { readonly saved: HandoffCase }> {
    const { subject, zone } = looked;
    const { form } = looked.sight;
    // None of our pages posts values of this length.
    if ((sent.get(BASE) ?? '').length > FORM_LENGTH_MAX) throw new InvalidRequestError([TOO_MANY]);
    const made = madeOf(sent, looked);
    const own = [...sent].filter(([name]) => !name.startsWith(':'));
    const before = filledWith(form, made.base, zone);
    const { filled: posted, unknown } = readPosted(form, own, before);
    // Nor does one have this many inputs: a few names may expand to entries of many fields each.
    if (inputsOf(before) > NAMES_MAX || inputsOf(posted) > NAMES_MAX) throw new InvalidRequestError([TOO_MANY]);
    const strangers = unknown.map((name): Fault => {
      return fault('', 'unknown', `This page has no field named ${JSON.stringify(name)}.`);
    });
    const change = rearranged(form, posted, sent.get(WANTED) ?? '');
    if (change !== null && inputsOf(change.filled) > NAMES_MAX)
      return { status: INVALID, part: page(looked, posted, made, { faults: [NO_ROOM] }) };
    if (change !== null && strangers.length === 0)
      return { status: FOUND, part: page(looked, change.filled, made, { focus: change.focus }) };
    const filled = settled(form, posted, made.base, zone);
    const given = givenBy(form, filled, made.base, zone);
    const { value, faults: unstorable } = normaliseText(given.values);
    const patch = patchBetween(made.base, value as JsonRecord);
    const known = [...strangers, ...given.faults, ...unstorable];
    const faults = [...known, ...faultsElsewhere(known, faultsOfPatch(subject.kind.form, subject.handoff.form, patch))];
    if (faults.length > 0) return { status: INVALID, part: page(looked, filled, made, { faults }) };
    const isOvertaken = made.version !== subject.handoff.formVersion;
    if (isOvertaken && changesNothing(subject, patch)) return { saved: subject };
    if (isOvertaken) return overtaken(looked, filled, made);
    try {
      const ifMatch = [String(made.version)];
      return { saved: await this.forms.amend(subject.handoff.id, { patch, ifMatch, isWhole: true }, caller) };
    } catch (error) {
      // Somebody else saved the form a moment ago. The next attempt shows their changes.
      if (error instanceof StaleVersionError)
        return { status: CONFLICT, part: page(looked, filled, made, { faults: [A_MOMENT_TOO_LATE] }) };
      if (error instanceof HandoffIncompleteError)
        return { status: CONFLICT, part: page(looked, filled, made, { faults: error.errors }) };
      throw error;
    }
  }
}

const TOO_MANY: Fault = fault('', 'tooMany', `A page has at most ${NAMES_MAX} inputs: send longer forms to the API.`);
const NO_ROOM: Fault = fault(
  '',
  'tooMany',
  'This page has no room for another entry: save it, and send further entries to the API.',
);
const A_MOMENT_TOO_LATE: Fault = fault(
  '',
  'stale',
  'Another person has just saved this form. Save once more to see their changes.',
);

/** Returns what the page says it was made from. A user who alters that alters only the patch that they submit. */
function madeOf(sent: URLSearchParams, { subject: { handoff }, sight }: VisibleHandoff): PageBase {
  const version = Number(sent.get(VERSION));
  const base = parsed(sent.get(BASE) ?? '');
  if (!Number.isInteger(version) || base === null)
    return { version: handoff.formVersion, base: sight.of(handoff.form) };
  return { version, base };
}

function parsed(text: string): JsonRecord | null {
  try {
    const { value, faults } = normaliseText(JSON.parse(text));
    return faults.length === 0 && isRecord(value) ? value : null;
  } catch {
    return null;
  }
}

function changesNothing({ handoff }: HandoffCase, patch: JsonRecord): boolean {
  return Object.keys(patchBetween(handoff.form, patched(handoff.form, patch))).length === 0;
}

/** Merges what was filled in with what was saved meanwhile, and shows both for review. Saves nothing. */
function overtaken(looked: VisibleHandoff, filled: FilledValue, { base }: PageBase): PagePart {
  const { subject, sight, zone } = looked;
  const { formVersion: version } = subject.handoff;
  const current = sight.of(subject.handoff.form);
  if (isLong(current)) return { status: CONFLICT, part: tooLong(looked) };
  const both = broughtUpToDate({ form: sight.form, filled, base, current, zone });
  if (inputsOf(both.filled) > NAMES_MAX) return { status: CONFLICT, part: tooLong(looked) };
  const remarks = { meanwhile: both.meanwhile };
  return { status: CONFLICT, part: page(looked, both.filled, { version, base: current }, remarks) };
}

function isLong(form: JsonRecord): boolean {
  return JSON.stringify(form).length > FORM_LENGTH_MAX;
}

/** Shows the form without inputs, as the page could not post all of it back. */
function tooLong({ subject: { handoff }, sight, zone }: VisibleHandoff): Partial<ShownHandoff> {
  const texts = ['The form is too long for a page: send changes to the API.'];
  return {
    read: { heading: 'What is handed over', texts, nodes: readNodesOf(sight.form, sight.of(handoff.form), zone) },
  };
}

function page(
  { subject, sight }: VisibleHandoff,
  filled: FilledValue,
  { version, base }: PageBase,
  remarks: Partial<FormRemarks> = {},
) {
  return {
    form: {
      page: formPageOf(sight.form, filled, {
        missing: stillRequired(subject),
        returned: returnedIn(subject).map(({ pointer, name }) => ({ pointer, text: `${name} has returned this.` })),
        prefilled: prefilledOf(subject, sight.of(subject.handoff.form)),
        ...remarks,
      }),
      hidden: [
        { name: VERSION, value: String(version) },
        { name: BASE, value: JSON.stringify(base) },
      ],
    },
  };
}
