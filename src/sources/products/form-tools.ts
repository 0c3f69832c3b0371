import { readJson } from '../arrivals/payload.js';
import { entriesOf, idOf, listOf, recordOf, type Submission } from './product.js';

/* Tools that make forms, and how each writes a submission of one. */

/** Source: Typeform, "Webhooks", example payload. */
function readTypeform(payload: unknown): Submission {
  const response = recordOf(recordOf(payload).form_response);
  const { definition, hidden, token, submitted_at: submittedAt, calculated, answers } = response;
  const titles = new Map(
    listOf(recordOf(definition).fields)
      .map(recordOf)
      .map(({ id, title }) => [idOf(id), idOf(title)] as const),
  );
  return {
    fields: [
      ['submittedAt', submittedAt],
      ['form', recordOf(definition).title],
      ['attributes.score', recordOf(calculated).score],
    ],
    answers: [
      ...listOf(answers)
        .map(recordOf)
        .map((answer): [string, unknown] => {
          const field = recordOf(answer.field);
          return [nameIn(titles.get(idOf(field.id)) ?? null, field.ref), answerOfTypeform(answer)];
        }),
      ...entriesOf(hidden),
    ],
    externalId: idOf(token),
    isTest: false,
  };
}

/** A title that quotes other answers says less than the name that the form's maker gave the question. */
function nameIn(title: string | null, ref: unknown): string {
  return title === null || title.includes('{{') ? (idOf(ref) ?? 'answer') : title;
}

function answerOfTypeform(answer: Readonly<Record<string, unknown>>): unknown {
  const { type } = answer;
  const value = answer[idOf(type) ?? ''];
  if (type === 'choice') return recordOf(value).label ?? recordOf(value).other;
  if (type === 'choices') return [...listOf(recordOf(value).labels), recordOf(value).other].filter(Boolean).join(', ');
  return value;
}

/** Jotform sends its answers as JSON in one field of a form. Source: Jotform, "Setting up a webhook". */
function readJotform(payload: unknown): Submission {
  const { rawRequest, submissionID, formTitle } = recordOf(payload);
  const answers = entriesOf(jsonIn(rawRequest)).flatMap(([name, value]): [string, unknown][] => {
    // Questions are called q3_email; the rest is about the request.
    const [, question] = /^q\d+_(.+)$/.exec(name) ?? [];
    if (question === undefined) return [];
    const { first, last, full, area, phone } = recordOf(value);
    if (first !== undefined || last !== undefined)
      return [
        ['first name', first],
        ['last name', last],
      ];
    if (full !== undefined || phone !== undefined) return [[question, full ?? `${idOf(area) ?? ''}${idOf(phone)}`]];
    return [[question, value]];
  });
  return { fields: [['form', formTitle]], answers, externalId: idOf(submissionID), isTest: false };
}

/** Source: Webflow, Data API, "Form submission" webhook. */
function readWebflow(payload: unknown): Submission {
  const sent = recordOf(payload);
  const { name, data, submittedAt, id } = Object.hasOwn(sent, 'payload') ? recordOf(sent.payload) : sent;
  return {
    fields: [
      ['form', name],
      ['submittedAt', submittedAt],
    ],
    answers: entriesOf(data),
    externalId: idOf(id),
    isTest: false,
  };
}

/** Entries of Gravity Forms have numbers for names; its webhooks add-on can send them by label instead. */
function readGravityForms(payload: unknown): Submission {
  const { id, form_id: form, date_created: date, ...answers } = recordOf(payload);
  const aside =
    /^(ip|source_url|user_agent|payment_.*|transaction_.*|is_.*|status|created_by|currency|post_id|date_updated)$/;
  return {
    fields: [
      ['form', form],
      ['submittedAt', date],
      ['landingPage', answers.source_url],
    ],
    answers: Object.entries(answers).filter(([name]) => !aside.test(name)),
    externalId: idOf(id),
    isTest: false,
  };
}

function jsonIn(text: unknown): unknown {
  const read = typeof text === 'string' ? readJson(text) : null;
  return read !== null && 'payload' in read ? read.payload : text;
}

export const FORM_TOOLS = {
  typeform: { label: 'Typeform', read: readTypeform },
  jotform: { label: 'Jotform', read: readJotform },
  webflow: { label: 'Webflow', read: readWebflow },
  gravityForms: { label: 'Gravity Forms', read: readGravityForms },
} as const;
export type FormTool = keyof typeof FORM_TOOLS;
export const FORM_TOOL_NAMES = Object.keys(FORM_TOOLS) as FormTool[];

export function isFormTool(name: string | null | undefined): name is FormTool {
  return name != null && Object.hasOwn(FORM_TOOLS, name);
}
