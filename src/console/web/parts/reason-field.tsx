import { useRef } from 'react';
import type { Schemas } from '../api/api.js';
import { serverTime } from '../live/server-time.js';
import { useMe } from '../session/me.js';
import { type Option, Options, optionsOf } from './choice.js';
import { instantOf, LATER, later, localOf, zoneBeside } from './times.js';
import { titled } from './words.js';

type Reason = Schemas['Reason'];

const LABELS: Readonly<Record<string, string>> = {
  wakeAt: 'Comes back on',
  recycleAfter: 'Comes back after (days)',
  amount: 'Amount',
  competitor: 'Competitor',
};

/** Returns the label of a field; for an instant, with the time zone. */
export function reasonFieldName(reason: Reason, name: string, timeZone: string): string {
  return `${LABELS[name] ?? titled(name)}${typeOf(reason, name) === 'instant' ? zoneBeside(timeZone) : ''}`;
}

function typeOf({ fieldTypes }: Reason, name: string): string {
  if (name === 'wakeAt') return 'instant';
  if (name === 'recycleAfter') return 'days';
  if (name === 'amount') return 'amount';
  return fieldTypes[name]?.type ?? 'text';
}

export function ReasonField({ reason, name }: { reason: Reason; name: string }) {
  const { timeZone } = useMe();
  const given = { id: `field-${name}`, name, required: true };
  switch (typeOf(reason, name)) {
    case 'instant':
      return <LaterField given={given} timeZone={timeZone} />;
    case 'date':
      return <input {...given} type="date" />;
    case 'days':
      return <input {...given} type="number" min={1} max={3_650} defaultValue={90} />;
    case 'integer':
      return <input {...given} type="number" step={1} />;
    case 'amount':
      return (
        <input
          {...given}
          inputMode="decimal"
          pattern="-?\d+([.]\d+)?"
          title="A number such as 12000.50: a point before the decimals, nothing between thousands"
        />
      );
    case 'boolean':
      return <ChoiceField name={name} options={optionsOf({ true: 'Yes', false: 'No' })} />;
    case 'choice':
      return (
        <ChoiceField name={name} options={reason.fieldTypes[name]?.values?.map((id) => ({ id, name: id })) ?? []} />
      );
    default:
      return <input {...given} maxLength={4_000} />;
  }
}

/** An instant to come, with the usual ones at hand. */
function LaterField({ given, timeZone }: { given: { id: string; name: string; required: boolean }; timeZone: string }) {
  const now = localOf(serverTime.now(), timeZone);
  const input = useRef<HTMLInputElement>(null);
  return (
    <>
      <input {...given} ref={input} type="datetime-local" min={now} />
      <span className="buttons">
        {(Object.keys(LATER) as (keyof typeof LATER)[]).map((span) => (
          <button
            key={span}
            type="button"
            onClick={() => {
              input.current!.value = later(now, span);
            }}
          >
            {LATER[span]}
          </button>
        ))}
      </span>
    </>
  );
}

function ChoiceField({ name, options }: { name: string; options: readonly Option[] }) {
  return (
    <select id={`field-${name}`} name={name} required defaultValue="">
      <option value="" disabled>
        Choose
      </option>
      <Options of={options} />
    </select>
  );
}

/** Converts an answer to the API's format. */
export function answerOf(reason: Reason, name: string, value: string, timeZone: string): string {
  const type = typeOf(reason, name);
  if (type === 'instant') return instantOf(value, timeZone);
  return type === 'days' ? `P${value}D` : value;
}
