import { useQuery } from '@tanstack/react-query';
import { useId, useState } from 'react';
import { Link } from 'wouter';
import { get, type Schemas } from '../../api/api.js';
import { Filter } from '../../parts/filters.js';
import { money } from '../../parts/money.js';
import { ErrorState, Loading, useTitle } from '../../parts/states.js';
import { shortDateTime } from '../../parts/times.js';
import { given, useAddress } from '../../parts/use-address.js';
import { counted } from '../../parts/words.js';
import { may, useMe } from '../../session/me.js';
import { Actions, DecideDialog, type Decision } from './actions.js';
import { Arrows } from './arrows.js';
import { Drawing } from './drawing.js';
import { Leads } from './leads.js';

/** The workflows of the present handoff kinds, with figures that show where work stalls. */
export function MapPage() {
  useTitle('Where it stalls');
  const me = useMe();
  const { timeZone } = me;
  const [decision, setDecision] = useState<Decision | null>(null);
  const onDecide = may(me, 'admin') ? setDecision : undefined;
  const [asked] = useAddress();
  const query = given<{ kind?: string }>(asked, ['kind']);
  const all = useQuery({ queryKey: ['map', {}], queryFn: () => get('/v1/handoffs/map') });
  const { data, error, refetch } = useQuery({
    queryKey: ['map', query],
    queryFn: () => get('/v1/handoffs/map', { query }),
    placeholderData: (before) => before,
  });
  const diagnosis = useQuery({
    queryKey: ['diagnosis', query],
    queryFn: () => get('/v1/handoffs/diagnosis', { query }),
    placeholderData: (before) => before,
  });
  return (
    <section className="page wide">
      <header className="bar">
        <h1>Where it stalls</h1>
        <Filter
          name="kind"
          label="Kind"
          options={all.data?.workflows.map(({ kindId, name }) => ({ id: kindId, name })) ?? []}
          any="All kinds"
        />
        <Link href="/numbers/handoffs">The numbers</Link>
        {data !== undefined && (
          <span className="count">
            Handed over from {shortDateTime(data.from, timeZone)} to {shortDateTime(data.to, timeZone)}
          </span>
        )}
      </header>
      {error && <ErrorState error={error} onRetry={refetch} />}
      {data === undefined && !error && <Loading />}
      {data?.workflows.length === 0 && (
        <div className="empty">
          <h2>There is no kind of handoff yet</h2>
          <p>
            A kind says who hands over what to whom, and by when.{' '}
            {may(me, 'read') ? (
              <Link href="/configure/handoff-kinds">Create one under Configure</Link>
            ) : (
              'An admin can create one.'
            )}
          </p>
        </div>
      )}
      {data?.leads != null && <Leads map={data.leads} onDecide={onDecide} />}
      {data?.worst != null && (
        <p className="waits">
          <strong>The worst handoff.</strong> {data.worst.kind}: {data.worst.why}
        </p>
      )}
      {data?.workflows.map((workflow) => (
        <Workflow key={workflow.kindId} workflow={workflow} onDecide={onDecide} />
      ))}
      {diagnosis.data !== undefined && data !== undefined && data.workflows.length > 0 && (
        <section aria-labelledby="diagnosis-title">
          <h2 id="diagnosis-title">What a workshop would ask</h2>
          <dl className="answers">
            {diagnosis.data.leads !== null && (
              <div>
                <dt>How do leads come to their owners, and to a decision?</dt>
                <dd>{diagnosis.data.leads}</dd>
              </div>
            )}
            {diagnosis.data.answers.map(({ about, question, text }) => (
              <div key={about}>
                <dt>{question}</dt>
                <dd>{text}</dd>
              </div>
            ))}
          </dl>
          {diagnosis.data.money.map(({ currency, waitingDeals, waitingAmount, lostDeals, lostAmount }) => (
            <p key={currency}>
              {money(waitingAmount, currency)} wait in {counted(waitingDeals, 'deal')}, and{' '}
              {money(lostAmount, currency)} in {counted(lostDeals, 'deal')} were lost after the handover.
            </p>
          ))}
        </section>
      )}
      {data !== undefined && (data.workflows.length > 0 || data.leads !== null) && (
        <Actions kindId={query.kind} onDecide={onDecide} />
      )}
      {decision !== null && <DecideDialog decision={decision} kindId={query.kind} onClose={() => setDecision(null)} />}
    </section>
  );
}

interface WorkflowProps {
  readonly workflow: Schemas['HandoffWorkflow'];
  readonly onDecide: ((decision: Decision) => void) | undefined;
}

function Workflow({ workflow, onDecide }: WorkflowProps) {
  const titleId = useId();
  const { kindId, name, arrows, drawing, isDeleted } = workflow;
  return (
    <figure aria-labelledby={titleId}>
      <figcaption className="bar">
        <h2 id={titleId}>{name}</h2>
        <Link href={`/handoffs?kind=${kindId}`}>
          Its handoffs<span className="unseen">: {name}</span>
        </Link>
      </figcaption>
      <Drawing drawing={drawing} name={name} />
      <Arrows
        arrows={arrows}
        became="What became of it"
        decisionOf={({ between, stalls, rework }) => ({
          arrow: `${name}: ${between}`,
          kindId,
          about: (rework?.returns ?? 0) > stalls.missed ? 'redone' : 'stalls',
        })}
        onDecide={isDeleted ? undefined : onDecide}
      />
    </figure>
  );
}
