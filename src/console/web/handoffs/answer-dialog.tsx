import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { post, type Schemas } from '../api/api.js';
import { SelectField, TextAreaField } from '../parts/fields.js';
import { FormDialog, textOf } from '../parts/form.js';
import { FieldInput } from './form/field-input.js';
import { type Field, type Path, patchAt, pointerOf, type Values, withAt } from './form/fields.js';
import { useAct } from './use-act.js';

interface Props {
  readonly handoff: Schemas['Handoff'];
  readonly question: Schemas['HandoffQuestion'];
  readonly fields: readonly Field[];
  readonly values: Values;
  readonly onClose: () => void;
}

interface Place {
  readonly path: Path;
  readonly label: string;
  readonly field: Field;
}

/** Answers a question in words. The giver may also amend one field of the form with the answer. */
export function AnswerDialog({ handoff, question, fields, values, onClose }: Props) {
  const act = useAct(handoff);
  const queries = useQueryClient();
  const [place, setPlace] = useState<Place | null>(null);
  const [amended, setAmended] = useState<unknown>();
  const places = placesOf(fields);
  async function answer(form: FormData): Promise<void> {
    const amend = place === null || amended === undefined ? {} : { amend: patchAt(values, place.path, amended) };
    await act.orThrow('Answer sent', () =>
      post('/v1/handoffs/{id}/questions/{questionId}/answer', {
        path: { id: handoff.id, questionId: question.id },
        body: { text: textOf(form, 'text'), ...amend },
      }),
    );
    await queries.invalidateQueries({ queryKey: ['handoffForm', handoff.id] });
  }
  return (
    <FormDialog title="Answer" onClose={onClose} onSend={answer} send="Answer">
      <p>
        <strong>{question.text}</strong>
      </p>
      {question.foundInForm.map(({ pointer, title, value }) => (
        <p key={pointer}>
          The form may say it already. {title}: {typeof value === 'object' ? JSON.stringify(value) : String(value)}
        </p>
      ))}
      <TextAreaField label="Answer" name="text" rows={3} maxLength={4_000} required data-first />
      {handoff.role.gives && (
        <SelectField
          label="Amend the form"
          value={place === null ? '' : pointerOf(place.path)}
          onChange={({ target }) => {
            setPlace(places.find(({ path }) => pointerOf(path) === target.value) ?? null);
            setAmended(undefined);
          }}
          none="Leave it unchanged"
          options={places.map(({ path, label }) => ({ id: pointerOf(path), name: label }))}
        />
      )}
      {place !== null && (
        <AmendedField
          key={pointerOf(place.path)}
          place={place}
          values={amended === undefined ? values : (withAt(values, place.path, amended) as Values)}
          onChange={setAmended}
        />
      )}
    </FormDialog>
  );
}

const NOTHING = new Map<string, never>();

function AmendedField({
  place,
  values,
  onChange,
}: {
  place: Place;
  values: Values;
  onChange: (value: unknown) => void;
}) {
  const filling = {
    form: undefined,
    remarks: NOTHING,
    values,
    save: (_: Path, value: unknown) => onChange(value),
  };
  const notes = { missing: NOTHING, prefilled: NOTHING, returned: NOTHING };
  return (
    <FieldInput
      field={{ ...place.field, label: `${place.label} is then` }}
      path={place.path}
      filling={filling}
      notes={notes}
      mayFill
    />
  );
}

/** Returns the fields with a single value; lists are amended in the form itself. */
function placesOf(fields: readonly Field[], path: Path = [], around = ''): readonly Place[] {
  return fields.flatMap((field) => {
    const [here, label] = [[...path, field.name], `${around}${field.label}`];
    if (field.type === 'object') return placesOf(field.fields, here, `${label} › `);
    return field.entry === null ? [{ path: here, label, field }] : [];
  });
}
