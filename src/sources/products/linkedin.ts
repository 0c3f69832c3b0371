import { idOf, listOf, recordOf, type Submission, type ToldLead } from './product.js';

type Json = Readonly<Record<string, unknown>>;

/** LinkedIn's own questions. Source: Lead Sync API, "Lead forms", predefined fields. */
const QUESTIONS: Readonly<Record<string, string>> = {
  FIRST_NAME: 'contact.firstName',
  LAST_NAME: 'contact.lastName',
  EMAIL: 'contact.email',
  WORK_EMAIL: 'contact.email',
  PHONE_NUMBER: 'contact.phone',
  WORK_PHONE: 'contact.phone',
  WORK_PHONE_NUMBER: 'contact.phone',
  ZIP_CODE: 'contact.postalCode',
  STATE: 'contact.region',
  COUNTRY: 'contact.country',
  JOB_TITLE: 'contact.title',
  COMPANY_NAME: 'company.name',
  COMPANY_SIZE: 'company.employees',
  INDUSTRY: 'company.industry',
};

const RESPONSE = 'urn:li:leadGenFormResponse:';
const ID = /^[\w.~-]{1,200}$/;

/** @returns the ids of the leads in a notification by what happened to them. Source: Lead Sync API, "Lead notifications" */
function toldBy(
  payload: unknown,
  isMeant: (action: string) => boolean,
): { readonly ref: string; readonly told: Json }[] {
  const sent = recordOf(payload);
  const all = Array.isArray(payload) ? payload.map(recordOf) : [sent, ...listOf(sent.elements).map(recordOf)];
  return all.flatMap((told) => {
    const ref = idIn(told.leadGenFormResponse);
    return ref !== null && isMeant(String(told.leadAction ?? 'CREATED')) ? [{ ref, told }] : [];
  });
}

/** Returns the leads of which LinkedIn tells in a request. */
export function leadsToldByLinkedin(payload: unknown): ToldLead[] {
  return toldBy(payload, (action) => action !== 'DELETED').map(({ ref, told }) => {
    const { type: _type, leadGenFormResponse: _urn, leadAction: _action, ...rest } = told;
    return { ref, told: { id: ref, ...rest }, isSample: false };
  });
}

/** Returns the ids of leads that somebody has deleted at LinkedIn. */
export function leadsDeletedIn(payload: unknown): string[] {
  return toldBy(payload, (action) => action === 'DELETED').map(({ ref }) => ref);
}

function idIn(urn: unknown): string | null {
  const id = (idOf(urn) ?? '').replace(RESPONSE, '');
  return ID.test(id) ? id : null;
}

/** Whether the answers of a lead are there, and not just its id. */
export function isFetchedFromLinkedin(payload: unknown): boolean {
  return Array.isArray(recordOf(recordOf(payload).formResponse).answers);
}

/** Reads a response to a form, with the questions of its form. Source: Lead Sync API, "Lead form responses". */
export function readLinkedinLead(payload: unknown): Submission {
  const lead = recordOf(payload);
  const form = recordOf(lead.form);
  const content = recordOf(form.content);
  const questions = new Map(
    listOf(content.questions)
      .map(recordOf)
      .map((question) => [idOf(question.questionId), question]),
  );
  const fields: [string, unknown][] = [];
  const answers: [string, unknown][] = [];
  const known = new Set<string>();
  for (const answer of listOf(recordOf(lead.formResponse).answers).map(recordOf)) {
    const question = questions.get(idOf(answer.questionId)) ?? {};
    const value = answerIn(recordOf(answer.answerDetails), question);
    const predefined = idOf(question.predefinedField) ?? '';
    const path = Object.hasOwn(QUESTIONS, predefined) ? QUESTIONS[predefined]! : null;
    // Somebody may be asked for two addresses; the first is the one to write to.
    if (path === null || known.has(path)) answers.push([nameOf(question, predefined, answer.questionId), value]);
    else {
      known.add(path);
      fields.push([path, value]);
    }
  }
  for (const { name, value } of listOf(form.hiddenFields).map(recordOf))
    if (idOf(name) !== null) answers.push([idOf(name)!, value]);
  for (const { consentId, accepted } of listOf(recordOf(lead.formResponse).consentResponses).map(recordOf))
    fields.push([`attributes.consent.${idOf(consentId) ?? 'box'}`, accepted === true]);
  const sponsored = recordOf(recordOf(lead.leadMetadataInfo).sponsoredLeadMetadataInfo);
  const id = idIn(lead.id);
  fields.push(
    ['submittedAt', idOf(lead.submittedAt) ?? idOf(lead.occurredAt)],
    ['form', form.name ?? lead.leadGenForm],
    ['campaign', recordOf(sponsored.campaign).name],
    ['attributes.campaignId', idOf(recordOf(sponsored.campaign).id)],
    ['attributes.leadType', lead.leadType],
  );
  if (id !== null) fields.push(['clickIds.linkedinLeadId', id]);
  return { fields, answers, externalId: id, isTest: lead.testLead === true };
}

/** An answer is a text, or the numbers of the options that were chosen. */
function answerIn(details: Json, question: Json): unknown {
  const { textQuestionAnswer: text, multipleChoiceAnswer: choice } = details;
  if (choice === undefined) return recordOf(text).answer;
  const options = listOf(recordOf(recordOf(question.questionDetails).multipleChoiceQuestionDetails).options).map(
    recordOf,
  );
  const words = new Map(options.map((option) => [idOf(option.id), localized(option.text)]));
  return listOf(recordOf(choice).options)
    .map((each) => words.get(idOf(each)) ?? idOf(each))
    .filter((each) => each !== null)
    .join(', ');
}

function nameOf({ name, question }: Json, predefined: string, id: unknown): string {
  return localized(question) ?? idOf(name) ?? (predefined || (idOf(id) ?? 'answer'));
}

/** A text in the language of the form, whichever that is. */
function localized(text: unknown): string | null {
  return idOf(Object.values(recordOf(recordOf(text).localized))[0]);
}
