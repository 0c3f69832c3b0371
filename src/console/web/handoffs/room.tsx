import { useQuery } from '@tanstack/react-query';
import { get, type Schemas } from '../api/api.js';
import { money } from '../parts/money.js';
import { Unread, useTitle } from '../parts/states.js';
import { Timeline } from '../parts/timeline.js';
import { shortDay } from '../parts/times.js';
import { Blockers } from './blockers.js';
import { DeciderColumn } from './decider-column.js';
import { fieldsOf } from './form/fields.js';
import { FormSection } from './form/form-section.js';
import { useForm } from './form/use-form.js';
import { GiverColumn } from './giver-column.js';
import { Questions } from './questions.js';
import { ReceiverColumn } from './receiver-column.js';
import { aboutOf, STATES } from './words.js';

const REFRESH_MS = 15_000;

export function Room({ id = '' }: { readonly id?: string }) {
  const { data, error, refetch } = useQuery({
    queryKey: ['handoff', id],
    queryFn: () => get('/v1/handoffs/{id}', { path: { id } }),
    refetchInterval: REFRESH_MS,
    // Others work on it, too: what they did is there as soon as the user looks again.
    refetchOnWindowFocus: 'always',
    refetchOnReconnect: 'always',
  });
  useTitle(data === undefined ? 'Handoff' : aboutOf(data));
  return data === undefined ? (
    <Unread error={error} onRetry={refetch} notYours="There is no such handoff, or you are not part of it." />
  ) : (
    <Open handoff={data} />
  );
}

function Open({ handoff }: { handoff: Schemas['Handoff'] }) {
  const { id, name, state, stages, stage, receivers } = handoff;
  const filling = useForm(id);
  const fields = filling.form === undefined ? [] : fieldsOf(filling.form.schema);
  return (
    <div className="page wide room">
      <header className="bar">
        <h1>{aboutOf(handoff)}</h1>
        <span className="count">
          {name} · {STATES[state]}
          {stages.length > 0 && stage !== null && ` · ${stage}`}
        </span>
      </header>
      <Sold handoff={handoff} />
      <div className="columns">
        <GiverColumn handoff={handoff} />
        <DeciderColumn handoff={handoff} />
        {receivers.map((receiver) => (
          <ReceiverColumn
            key={receiver.name}
            handoff={handoff}
            receiver={receiver}
            fields={fields}
            values={filling.values}
          />
        ))}
      </div>
      <div className="beside">
        <FormSection handoff={handoff} filling={filling} />
        <div>
          <Questions handoff={handoff} fields={fields} values={filling.values} />
          <Blockers handoff={handoff} />
          <Timeline
            of={['handoff', id]}
            everyMs={REFRESH_MS}
            read={(query) => get('/v1/handoffs/{id}/timeline', { path: { id }, query })}
          />
        </div>
      </div>
    </div>
  );
}

function Sold({ handoff: { deal, account } }: { handoff: Schemas['Handoff'] }) {
  const facts = [
    account !== null && deal !== null ? account.name : null,
    deal?.product ?? null,
    deal?.amount == null ? null : money(deal.amount, deal.currency),
    deal?.term == null ? null : `${shortDay(deal.term.startsOn)} to ${shortDay(deal.term.endsOn)}`,
  ].filter((fact) => fact !== null);
  return facts.length === 0 ? null : <p>{facts.join(' · ')}</p>;
}
