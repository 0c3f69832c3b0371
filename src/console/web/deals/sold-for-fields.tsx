import { useState } from 'react';
import { FaultAt } from '../parts/faults.js';
import { Choices, InputField } from '../parts/fields.js';
import type { Deal } from './deal-words.js';
import { lastDayAfter, type SoldFor, soldForOf, soldForWords, type Worth, wholeMonths } from './term.js';

const KINDS = { term: 'For a term', oneOff: 'Once', pilot: 'As a pilot' };
type Kind = keyof typeof KINDS;

export type Answering = ReturnType<typeof useSoldFor>;

/** What a deal is sold for: what is known of it, until the user says otherwise. */
export function useSoldFor(deal: Deal | undefined, preset: { readonly kind?: Kind; readonly startsOn?: string } = {}) {
  // The form counts at the win; later, the deal.
  const inForm = deal?.stage === 'open' ? (deal.handoff?.term ?? null) : null;
  const ofDeal = deal === undefined ? null : soldForOf(deal);
  const known = inForm === null ? ofDeal : { term: inForm };
  const [isAsked, setAsked] = useState(preset.kind !== undefined);
  const term = deal?.term ?? null;
  const [kind, setKind] = useState<Kind | null>(preset.kind ?? kindOf(known));
  const [startsOn, setStartsOn] = useState(term?.startsOn ?? preset.startsOn ?? '');
  const [endsOn, setEndsOn] = useState(term?.endsOn ?? '');
  const [noticeDays, setNoticeDays] = useState(String(term?.noticeDays ?? ''));
  const [autoRenewMonths, setAutoRenewMonths] = useState(String(term?.autoRenewMonths ?? ''));
  const [pilotEndsOn, setPilotEndsOn] = useState(deal?.pilot?.endsOn ?? '');
  const fields = {
    ...{ kind, setKind, startsOn, setStartsOn, endsOn, setEndsOn, noticeDays, setNoticeDays },
    ...{ autoRenewMonths, setAutoRenewMonths, pilotEndsOn, setPilotEndsOn },
  };
  const isOpen = inForm === null && (isAsked || known === null);
  const replaced = inForm === null ? null : ofDeal;
  return {
    known,
    isInForm: inForm !== null,
    replaced,
    isOpen,
    ask: () => setAsked(true),
    fields,
    said: isOpen ? saidIn(fields) : null,
  };
}

function kindOf(known: SoldFor | null): Kind | null {
  return known === null ? null : (Object.keys(known)[0] as Kind);
}

interface Entered {
  readonly kind: Kind | null;
  readonly startsOn: string;
  readonly endsOn: string;
  readonly noticeDays: string;
  readonly autoRenewMonths: string;
  readonly pilotEndsOn: string;
}

/** Null while something of it is missing. */
function saidIn({ kind, startsOn, endsOn, noticeDays, autoRenewMonths, pilotEndsOn }: Entered): SoldFor | null {
  if (kind === 'oneOff') return { oneOff: true };
  if (kind === 'pilot') return pilotEndsOn === '' ? null : { pilot: { endsOn: pilotEndsOn } };
  if (kind === null || startsOn === '' || endsOn === '') return null;
  return {
    term: {
      startsOn,
      endsOn,
      ...(noticeDays !== '' && { noticeDays: Number(noticeDays) }),
      ...(autoRenewMonths !== '' && { autoRenewMonths: Number(autoRenewMonths) }),
    },
  };
}

interface Props {
  readonly answering: Answering;
  readonly worth: Worth;
  /** Whether only a term can be said. */
  readonly isTermOnly?: boolean;
}

/** Shows what a deal is sold for as one line to confirm, and asks only what is not known. */
export function SoldForFields({ answering, worth, isTermOnly = false }: Props) {
  const { known, isInForm, replaced, isOpen, ask, fields, said } = answering;
  const shown = isOpen ? said : known;
  return (
    <fieldset className="sold-for">
      <legend>{isTermOnly ? 'Its term' : 'For how long'}</legend>
      {isOpen && !isTermOnly && (
        <Choices
          legend="It is sold"
          options={Object.entries(KINDS).map(([id, name]) => ({ id, name }))}
          inputOf={(id) => ({
            type: 'radio',
            name: 'soldFor',
            value: id,
            required: true,
            checked: fields.kind === id,
            onChange: () => fields.setKind(id as Kind),
          })}
        />
      )}
      <FaultAt at="/term" />
      <FaultAt at="/oneOff" />
      {isOpen && fields.kind === 'term' && <TermFields {...fields} />}
      {isOpen && fields.kind === 'pilot' && (
        <InputField
          label="Last day of the pilot"
          at={['/pilot', '/pilot/endsOn']}
          type="date"
          required
          value={fields.pilotEndsOn}
          onChange={({ target }) => fields.setPilotEndsOn(target.value)}
        />
      )}
      {shown !== null && (
        <p>
          <strong>{soldForWords(shown, worth)}</strong>
        </p>
      )}
      {isInForm && (
        <p>
          So says the form of its handoff, which counts.
          {replaced !== null && isOther(replaced, known!) && ` The deal said: ${soldForWords(replaced, worth)}.`}
        </p>
      )}
      {!isOpen && !isInForm && (
        <p>
          <button type="button" onClick={ask}>
            Say otherwise
          </button>
        </p>
      )}
    </fieldset>
  );
}

const isOther = (one: SoldFor, other: SoldFor): boolean =>
  soldForWords(one, NO_WORTH) !== soldForWords(other, NO_WORTH);
const NO_WORTH = { amount: null, currency: null };

const MONTHS_MAX = 1_200;

function TermFields(fields: Answering['fields']) {
  const { startsOn, setStartsOn, endsOn, setEndsOn, noticeDays, setNoticeDays, autoRenewMonths, setAutoRenewMonths } =
    fields;
  const [months, setMonths] = useState('');
  const whole = startsOn === '' || endsOn === '' ? null : wholeMonths(startsOn, endsOn);
  const endAfter = (from: string, count: string) => {
    const number = Number(count);
    if (from !== '' && Number.isInteger(number) && number > 0 && number <= MONTHS_MAX)
      setEndsOn(lastDayAfter(from, number));
  };
  return (
    <>
      <div className="fields">
        <InputField
          label="First day"
          at="/term/startsOn"
          type="date"
          required
          value={startsOn}
          onChange={({ target }) => {
            setStartsOn(target.value);
            endAfter(target.value, whole === null ? months : String(whole));
          }}
        />
        <InputField
          label="Months"
          at={[]}
          type="number"
          className="short"
          min={1}
          max={MONTHS_MAX}
          value={whole ?? months}
          onChange={({ target }) => {
            setMonths(target.value);
            if (target.value === '') setEndsOn('');
            endAfter(startsOn, target.value);
          }}
        />
        <InputField
          label="Last day"
          at={[]}
          type="date"
          required
          min={startsOn}
          value={endsOn}
          onChange={({ target }) => setEndsOn(target.value)}
        />
        {/* Whichever of them is changed, it may be right then. */}
        <FaultAt at="/term/endsOn" />
      </div>
      <div className="fields">
        <InputField
          label="Renews by itself for, in months (empty if it does not)"
          at="/term/autoRenewMonths"
          type="number"
          className="short"
          min={1}
          max={120}
          value={autoRenewMonths}
          onChange={({ target }) => setAutoRenewMonths(target.value)}
        />
        <InputField
          label="Notice, in days before its end"
          at="/term/noticeDays"
          type="number"
          className="short"
          min={0}
          max={3_650}
          value={noticeDays}
          onChange={({ target }) => setNoticeDays(target.value)}
        />
      </div>
    </>
  );
}
