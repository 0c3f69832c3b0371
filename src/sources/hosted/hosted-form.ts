import { readAddress } from '../../contact/address.js';
import type { IdentifyingSettings } from '../../contact/identifying.js';
import { LEAD_PATHS, readLeniently } from '../../leads/lenient-lead.js';
import { collectFaults, type Fault, fault } from '../../platform/input/fault.js';
import { suggestionFor } from '../../platform/input/near.js';
import { isReachable } from '../arrivals/arrival.js';
import { recordOf } from '../products/product.js';
import { CONTRAST_MIN, contrastOf } from './contrast.js';
import type { HostedField, HostedForm } from './hosted-form.schema.js';
import { FORM_WORDS, type FormWords } from './hosted-words.js';

/** A field as the page shows it. */
export interface ShownField extends Control {
  readonly name: string;
  readonly label: string;
  readonly isRequired: boolean;
  readonly options: readonly string[];
  readonly value: string;
  /** What is wrong with the value; null for nothing. */
  readonly error: string | null;
}

interface Control {
  readonly control: 'line' | 'long' | 'choice';
  readonly type: 'text' | 'email' | 'tel';
  /** What browsers fill in (HTML, "Autofill"); null for nothing. */
  readonly autocomplete: string | null;
}

const ASKED = LEAD_PATHS.filter(
  (path) => path === 'message' || /^(contact|company)\.(?!doNot$|timeZone$|language$)/.test(path),
);
const IS_CONTACT = /^contact\.(email|phone)$/;

const AUTOCOMPLETE: Readonly<Record<string, string>> = {
  'contact.name': 'name',
  'contact.firstName': 'given-name',
  'contact.lastName': 'family-name',
  'contact.email': 'email',
  'contact.phone': 'tel',
  'contact.title': 'organization-title',
  'contact.country': 'country-name',
  'contact.region': 'address-level1',
  'contact.postalCode': 'postal-code',
  'company.name': 'organization',
};

/** @returns faults of a form that is to be saved, with pointers into it */
export function faultsOfHostedForm({ fields, colours }: HostedForm): Fault[] {
  const words = FORM_WORDS.en.fields;
  const contrast = contrastOf(colours.background, colours.accent);
  return collectFaults(
    fields.flatMap(({ field, label }, at) =>
      collectFaults(
        !isAsked(field) &&
          fault(
            `/fields/${at}/field`,
            'unknownField',
            `No form asks for ${JSON.stringify(field)}; expected message, a field of contact or company, or attributes.….${suggestionFor(field, ASKED)}`,
          ),
        fields.findIndex((each) => each.field === field) < at &&
          fault(`/fields/${at}/field`, 'duplicate', 'The form asks for this already.'),
        isAsked(field) &&
          !Object.hasOwn(words, field) &&
          label === undefined &&
          fault(`/fields/${at}/label`, 'required', 'Expected what is asked: the form has no word for this field.'),
      ),
    ),
    !fields.some(({ field }) => IS_CONTACT.test(field)) &&
      fault('/fields', 'noContact', 'Expected contact.email or contact.phone among them: else nobody can be reached.'),
    contrast < CONTRAST_MIN &&
      fault(
        '/colours/accent',
        'contrast',
        `The two colours differ too little to be read: ${contrast.toFixed(1)}:1. Expected ${CONTRAST_MIN}:1 at least.`,
      ),
  );
}

function isAsked(field: string): boolean {
  return ASKED.includes(field) || /^attributes\../.test(field);
}

/** @param payload what was sent, if it was @param errors by the name of a field */
export function shownFields(
  { fields, language }: HostedForm,
  payload: unknown,
  errors: ReadonlyMap<string, string>,
): ShownField[] {
  const words = FORM_WORDS[language];
  const sent = recordOf(payload);
  return fields.map((each) => ({
    ...controlOf(each),
    name: each.field,
    label: labelOf(each, words),
    isRequired: each.required,
    options: each.options ?? [],
    value: textIn(sent, each.field),
    error: errors.get(each.field) ?? null,
  }));
}

function labelOf({ field, label }: HostedField, words: FormWords): string {
  return label ?? (words.fields as Readonly<Record<string, string>>)[field] ?? field;
}

function controlOf({ field, long, options }: HostedField): Control {
  const isLong = long || field === 'message';
  return {
    control: options !== undefined ? 'choice' : isLong ? 'long' : 'line',
    type: field === 'contact.email' ? 'email' : field === 'contact.phone' ? 'tel' : 'text',
    autocomplete: AUTOCOMPLETE[field] ?? null,
  };
}

/** @returns what is wrong with what was sent, in the words of the form, by the name of a field */
export function errorsOf(form: HostedForm, payload: unknown, settings: IdentifyingSettings): Map<string, string> {
  const words = FORM_WORDS[form.language];
  const sent = recordOf(payload);
  const errors = new Map<string, string>();
  for (const { field, required } of form.fields) {
    const value = textIn(sent, field);
    if (required && value === '') errors.set(field, words.missing);
    else if (field === 'contact.email' && value !== '' && readAddress(value) === null)
      errors.set(field, words.notAnAddress);
  }
  if (errors.size > 0) return errors;
  const given = form.fields.map(({ field }) => [field, textIn(sent, field)] as const);
  const { body } = readLeniently(given, 'form');
  const { field } = form.fields.find((each) => IS_CONTACT.test(each.field))!;
  return isReachable(body, settings) ? errors : errors.set(field, words.noContact);
}

function textIn(sent: Readonly<Record<string, unknown>>, name: string): string {
  const value = sent[name];
  return typeof value === 'string' ? value.trim() : '';
}
