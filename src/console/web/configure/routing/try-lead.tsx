import { useQuery } from '@tanstack/react-query';
import { type BodyOf, post, type Schemas } from '../../api/api.js';
import { Candidates } from '../../leads/why.js';
import { forPeople } from '../../parts/for-people.js';
import { useSettled } from '../../parts/use-settled.js';
import { spelledOut } from '../../parts/words.js';
import type { AsideProps } from '../asides.js';
import { useFormFacts } from '../fields/form-context.js';
import { OPERATORS, valuesInWords } from '../schema/condition.js';
import type { JsonObject } from '../schema/json-schema.js';
import { Untried } from '../untried.js';
import { PlannedRules } from './planned-rules.js';
import { Replay } from './replay.js';
import { SampleFields, useSample } from './sample.js';

type Body = BodyOf<'/v1/routing/preview'>;

/** Shows who would get a sample lead by the draft rules, and why. */
export function TryLead({ draft }: AsideProps) {
  const [sample, setSample] = useSample();
  const asked = useSettled({ rules: draft.rules, ...sample });
  const { data, error } = useQuery({
    queryKey: ['routing-preview', asked],
    queryFn: () => post('/v1/routing/preview', { body: asked as unknown as Body }),
    placeholderData: (before) => before,
  });
  return (
    <aside className="aside" aria-label="Try a lead">
      <h2>Where would this lead go?</h2>
      <SampleFields sample={sample} onChange={setSample} />
      <div role="status" className="served">
        {error ? <Untried error={error} /> : data && <Decision {...data} />}
      </div>
      <PlannedRules />
      <Replay rules={draft.rules as readonly JsonObject[]} />
    </aside>
  );
}

function Decision({ ownerId, poolId, rule, queue, dispose, trace }: Schemas['RoutingPreview']) {
  const { nameOf } = useFormFacts().references;
  return (
    <>
      <p>
        <strong>
          {dispose !== undefined && `Nobody: it is closed as ${dispose.reason}`}
          {dispose === undefined &&
            (ownerId === null ? `Nobody yet${queue ? `: it waits in ${queue}` : ''}` : nameOf(ownerId))}
        </strong>
        {poolId !== null && ` out of ${nameOf(poolId)}`}
        {rule === null ? ', as no rule matches' : ', by the rule '}
        {rule !== null && <em>{rule}</em>}
      </p>
      {trace !== null && (
        <>
          <p>{forPeople(trace.because)}</p>
          <ol className="lines">
            {trace.rules.map(({ name, matched, goesOn, failed }) => (
              <li key={name}>
                <span aria-hidden="true">{matched ? '●' : '○'}</span>
                <strong>{name}</strong>
                {matched ? (
                  `matches${goesOn ? ', then the rules below' : ''}`
                ) : failed === undefined ? (
                  'was not reached'
                ) : (
                  <Failed {...failed} />
                )}
              </li>
            ))}
          </ol>
          <Candidates trace={trace} nameOfRep={nameOf} />
        </>
      )}
    </>
  );
}

/** What a rule compared, and the lead's value. */
export function Failed({ field, op, value, actual, negated }: Schemas['FailedComparison']) {
  const { nameOf } = useFormFacts().references;
  const asked = Array.isArray(value) ? valuesInWords(value) : value === undefined ? '' : nameOf(String(value));
  const has = actual === null ? 'nothing' : Array.isArray(actual) ? valuesInWords(actual) : String(actual);
  return (
    <span>
      {negated ? 'requires that this is not true: ' : 'requires that '}
      {spelledOut(field.replaceAll('.', ' '))} {OPERATORS[op]} {asked}; the lead has {has}
    </span>
  );
}
