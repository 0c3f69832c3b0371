import type { FormField } from '../../forms/form.js';
import { type ToolAnswer, valueAt } from '../answer-reading.js';
import type { Connector } from '../connectors/connector.js';
import type { TemplateFacts } from '../templates/rendering.js';
import { renderRequest } from '../templates/request-template.js';
import { digestOf } from './record-update.js';
import type { FieldSeen, FieldStates } from './update-decision.js';
import { EACH, formPathsIn, nodeAt, type UpdateTemplate } from './update-template.js';

/** Stands in for the version before a record has one. */
const NO_VERSION = '0';

/**
 * Returns the states of a record that was just created; null if its connector does not update.
 * @param isAsItIs whether the record has the form's present values
 */
export function firstStates(
  { update }: Connector,
  facts: TemplateFacts,
  recordId: string,
  isAsItIs: boolean,
): FieldStates | null {
  if (update === null) return null;
  const made = renderRequest(update.request, {
    ...facts,
    record: { version: NO_VERSION, ...(facts.record as object) },
  });
  const body = isAsItIs && 'request' in made ? made.request.body : undefined;
  return Object.fromEntries(
    update.fields.map(({ name, in: place }) => {
      const wanted = valueIn(body, place);
      return [name, { wrote: wanted === undefined ? null : digestOf(recordId, wanted), shows: null }];
    }),
  );
}

/** Adds the values that the tool shows. */
export function shownStates(
  { fields }: UpdateTemplate,
  written: FieldStates,
  answer: ToolAnswer,
  recordId: string,
): FieldStates {
  const shown = fields.map(({ name, at }) => [
    name,
    { ...written[name]!, shows: digestOf(recordId, valueAt(answer, at)) },
  ]);
  return Object.fromEntries(shown) as FieldStates;
}

/** Returns the intended and actual values of the fields. */
export function seenFields({ fields }: UpdateTemplate, body: unknown, answer: ToolAnswer): FieldSeen[] {
  return fields.map(({ name, in: place, at }) => ({
    name,
    wanted: valueIn(body, place),
    present: valueAt(answer, at),
  }));
}

/** Whether a field uses values that only the parties of a handoff may see. */
export function isSensitive({ request, fields }: UpdateTemplate, name: string, form: FormField): boolean {
  const node = nodeAt(request.body, fields.find((each) => each.name === name)!.in);
  return node !== undefined && formPathsIn(node, form).some((path) => leadsToSensitive(form, path));
}

function leadsToSensitive(form: FormField, path: readonly string[]): boolean {
  let field: FormField = form;
  for (const name of path) {
    if (field.isSensitive) return true;
    const next: FormField | undefined = name === EACH ? field.entry : field.fields.find((each) => each.name === name);
    if (next === undefined) break;
    field = next;
  }
  return holdsSensitive(field);
}

function holdsSensitive({ isSensitive: itself, fields, entry }: FormField): boolean {
  return itself || [...fields, ...(entry === undefined ? [] : [entry])].some(holdsSensitive);
}

function valueIn(body: unknown, place: string): unknown {
  return valueAt({ headers: {}, body }, place);
}
