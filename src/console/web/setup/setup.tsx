import { type ReactNode, useState } from 'react';
import { Link } from 'wouter';
import { forPeople } from '../parts/for-people.js';
import { Unread, useTitle } from '../parts/states.js';
import { HandoffKinds } from './handoff-kinds.js';
import { LeadsIn } from './leads-in.js';
import { Offices } from './offices.js';
import { People } from './people.js';
import { Promises } from './promises.js';
import { SampleLead } from './sample-lead.js';
import { Turns } from './turns.js';
import { type SetupState, useConfigured } from './use-configured.js';

interface Step {
  readonly title: string;
  readonly why: string;
  readonly isDone: (configured: SetupState) => boolean;
  readonly Form: (props: { readonly configured: SetupState }) => ReactNode;
}

/** Each step needs those before it. */
const STEPS: readonly Step[] = [
  {
    title: 'Offices and their hours',
    why: 'Clocks run while people work. Public holidays are known.',
    isDone: ({ calendars }) => calendars.length > 1 || calendars.some(({ version }) => version > 1),
    Form: Offices,
  },
  {
    title: 'People',
    why: 'The people who call leads.',
    isDone: ({ reps }) => reps.length > 0,
    Form: People,
  },
  {
    title: 'Who gets which lead',
    why: 'Every lead gets one owner at once. Begin with everybody in turn; rules come later.',
    isDone: ({ setup }) => !setup.missing.some(({ code }) => code === 'nobodyRouted' || code === 'noRules'),
    Form: Turns,
  },
  {
    title: 'How soon they call',
    why: 'A lead that nobody calls in time moves to the next person automatically.',
    isDone: ({ policies }) => policies.length > 0,
    Form: Promises,
  },
  {
    title: 'Try it',
    why: 'A test lead, which counts in no report and goes to no ad platform.',
    isDone: ({ testLeads }) => testLeads.length > 0,
    Form: SampleLead,
  },
  {
    title: 'Let leads in',
    why: 'A key for the web site, the CRM or whatever else sends leads.',
    isDone: ({ intakeKeys }) => intakeKeys > 0,
    Form: LeadsIn,
  },
];

/** Leads from an empty database to leads that are served. */
export function Setup() {
  useTitle('Set up');
  const { configured, error, retry } = useConfigured();
  if (configured === null) return <Unread error={error} onRetry={retry} />;
  return (
    <section className="page setup">
      <h1>{configured.setup.ready ? 'Leads are served' : 'Set up'}</h1>
      <p>
        {configured.setup.ready ? (
          <>
            Every lead that comes in has an owner and a deadline. You can add to this setup at any time; more rules,
            handoffs, ad platforms and everything else are under <Link href="/configure">Configure</Link>.
          </>
        ) : (
          'Six steps from nothing to a lead that is called in time.'
        )}
      </p>
      <Steps configured={configured} />
      <section aria-labelledby="after-wins">
        <h2 id="after-wins">After a win</h2>
        <p>What goes from sales to those who deliver and invoice, when, and by when they accept it.</p>
        <HandoffKinds configured={configured} />
      </section>
      {STEPS.every(({ isDone }) => isDone(configured)) && <Notes title="Missing" notes={configured.setup.missing} />}
      <Notes title="Worth a look" notes={configured.setup.warnings} />
    </section>
  );
}

/** The first step that is not done starts unfolded. Afterwards only the user folds steps. */
function Steps({ configured }: { configured: SetupState }) {
  const [open, setOpen] = useState(() => STEPS.findIndex(({ isDone }) => !isDone(configured)));
  return (
    <ol className="steps">
      {STEPS.map(({ title, why, isDone, Form }, index) => (
        <li key={title}>
          <details open={index === open} onToggle={({ currentTarget }) => currentTarget.open && setOpen(index)}>
            <summary>
              <span className={isDone(configured) ? 'step-state is-done' : 'step-state'} aria-hidden="true">
                {isDone(configured) ? '✓' : index + 1}
              </span>
              <h2>{title}</h2>
              <span className="unseen">{isDone(configured) ? 'done' : 'to do'}</span>
            </summary>
            <p>{why}</p>
            <Form configured={configured} />
            {isDone(configured) && index < STEPS.length - 1 && (
              <button type="button" className="next" onClick={() => setOpen(index + 1)}>
                Next: {STEPS[index + 1]!.title.toLowerCase()}
              </button>
            )}
          </details>
        </li>
      ))}
    </ol>
  );
}

function Notes({ title, notes }: { title: string; notes: readonly { readonly text: string }[] }) {
  if (notes.length === 0) return null;
  return (
    <section aria-label={title}>
      <h2>{title}</h2>
      <ul className="lines">
        {notes.map(({ text }) => (
          <li key={text}>{forPeople(text)}</li>
        ))}
      </ul>
    </section>
  );
}
