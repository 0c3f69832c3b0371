import { useState } from 'react';
import { post, type Schemas } from '../api/api.js';
import { ClockChip } from '../clocks/clock-chip.js';
import { SelectField, TextAreaField } from '../parts/fields.js';
import { FormDialog, textOf } from '../parts/form.js';
import { AnswerDialog } from './answer-dialog.js';
import type { Field, Values } from './form/fields.js';
import { useAct } from './use-act.js';
import { usePartyNames } from './use-party-names.js';

type Handoff = Schemas['Handoff'];
type Question = Schemas['HandoffQuestion'];

interface Props {
  readonly handoff: Handoff;
  readonly fields: readonly Field[];
  readonly values: Values;
}

export function Questions({ handoff, fields, values }: Props) {
  const nameOf = usePartyNames('you');
  const [answering, setAnswering] = useState<Question | null>(null);
  const [isAsking, setAsking] = useState(false);
  const { questions, role, clocks } = handoff;
  const mayAsk = role.may.includes('questions');
  if (questions.length === 0 && !mayAsk) return null;
  return (
    <section aria-labelledby="questions-title" className="panel">
      <h2 id="questions-title">Questions</h2>
      {questions.length === 0 && <p>No questions yet.</p>}
      <ul className="decisions">
        {questions.map((question) => {
          const clock = clocks.find(
            ({ kind, step, state: now }) => kind === 'handoffQuestion' && step === question.number && now === 'running',
          );
          return (
            <li key={question.id}>
              <p>
                <strong>{question.text}</strong>
              </p>
              <p>
                {askedBy(question)} {nameOf(question.toRepId)}
                {question.to === 'giver' ? ', the giver' : `, for ${question.to}`}
                {clock !== undefined && (
                  <>
                    {' '}
                    <ClockChip clock={clock} />
                  </>
                )}
              </p>
              {question.answer !== null && (
                <p>
                  {question.answer}
                  {question.formVersion !== null && ' · the form was amended'}
                </p>
              )}
              {question.mayAnswer && (
                <p className="buttons">
                  <button type="button" className="main" onClick={() => setAnswering(question)}>
                    Answer …
                  </button>
                </p>
              )}
            </li>
          );
        })}
      </ul>
      {mayAsk && (
        <p>
          <button type="button" onClick={() => setAsking(true)}>
            Ask …
          </button>
        </p>
      )}
      {isAsking && <AskDialog handoff={handoff} onClose={() => setAsking(false)} />}
      {answering !== null && (
        <AnswerDialog
          handoff={handoff}
          question={answering}
          fields={fields}
          values={values}
          onClose={() => setAnswering(null)}
        />
      )}
    </section>
  );
}

function askedBy({ askedBy: { type }, receiver, to }: Question): string {
  if (type === 'system') return 'Touchline asks';
  return to === 'giver' ? `${receiver} asks` : 'The giver asks';
}

function AskDialog({ handoff, onClose }: { handoff: Handoff; onClose: () => void }) {
  const act = useAct(handoff);
  const { role, receivers } = handoff;
  const options = [
    ...(role.receives.length > 0 ? [{ id: 'giver', name: 'The giver' }] : []),
    ...(role.gives ? receivers.map(({ name }) => ({ id: name, name })) : []),
  ];
  async function ask(form: FormData): Promise<void> {
    await act.orThrow('Question sent', () =>
      post('/v1/handoffs/{id}/questions', {
        path: { id: handoff.id },
        body: { text: textOf(form, 'text'), to: textOf(form, 'to') },
      }),
    );
  }
  return (
    <FormDialog title="Ask" onClose={onClose} onSend={ask} send="Ask">
      <SelectField label="To" name="to" options={options} />
      <TextAreaField label="Question" name="text" rows={3} maxLength={4_000} required data-first />
    </FormDialog>
  );
}
