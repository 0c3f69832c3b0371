import { useQuery } from '@tanstack/react-query';
import { type BodyOf, post, type Schemas } from '../../api/api.js';
import { forPeople } from '../../parts/for-people.js';
import { shortDateTime, span } from '../../parts/times.js';
import { useSettled } from '../../parts/use-settled.js';
import { useMe } from '../../session/me.js';
import type { AsideProps } from '../asides.js';
import { useFormFacts } from '../fields/form-context.js';
import { SampleFields, useSample } from '../routing/sample.js';
import { Failed } from '../routing/try-lead.js';
import { Untried } from '../untried.js';
import { PastPolicy } from './past-policy.js';

type Body = BodyOf<'/v1/sla-policies/preview'>;

/** A timeline of a sample lead under the draft policy, if no one acts. */
export function PolicyStrip({ draft: { applyTo: _, ...policy } }: AsideProps) {
  const [sample, setSample] = useSample();
  const asked = useSettled({ policy, ...sample });
  const { data, error } = useQuery({
    queryKey: ['policy-preview', asked],
    queryFn: () => post('/v1/sla-policies/preview', { body: asked as unknown as Body }),
    placeholderData: (before) => before,
  });
  return (
    <aside className="aside" aria-label="What would happen">
      <h2>What happens if nobody calls?</h2>
      <SampleFields sample={sample} onChange={setSample} />
      <div role="status">{error ? <Untried error={error} at="/policy" /> : data && <Strip {...data} />}</div>
      <PastPolicy policy={policy} />
    </aside>
  );
}

type What = Schemas['Foreseen']['what'];

const SHAPES: Readonly<Partial<Record<What, string>>> = {
  warning: '◐',
  breach: '⬣',
  reassign: '➔',
  escalate: '▲',
};

function Strip({ matched, failed, ownerId, clocks, instants, cut, caveats }: Schemas['PolicyPreview']) {
  const { timeZone } = useMe();
  const { nameOf } = useFormFacts().references;
  const start = clocks[0]?.startedAt ?? instants[0]?.at ?? '';
  const after = (at: string) => `+ ${span((Date.parse(at) - Date.parse(start)) / 1_000)}`;
  const owner = ownerId === null ? 'It waits for an owner' : `${nameOf(ownerId)} gets it`;
  return (
    <>
      {!matched && (
        <p>
          It promises nothing to this lead, because it{' '}
          {failed === undefined ? 'does not match this lead' : <Failed {...failed} />}.
        </p>
      )}
      <ol className="strip">
        {start !== '' && <Step at={start} when={shortDateTime(start, timeZone)} what="start" text={owner} />}
        {instants.map(({ at, what, text }, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: several things of a kind may happen at one instant.
          <Step key={index} at={at} when={after(at)} what={what} text={forPeople(text)} />
        ))}
      </ol>
      {(cut !== null || caveats.length > 0) && (
        <details className="hint">
          <summary>What this does not consider</summary>
          {[...(cut === null ? [] : [cut]), ...caveats].join(' ')}
        </details>
      )}
    </>
  );
}

interface StepProps {
  readonly at: string;
  readonly when: string;
  readonly what: What;
  readonly text: string;
}

function Step({ at, when, what, text }: StepProps) {
  const { timeZone } = useMe();
  return (
    <li className={`is-${what}`}>
      <span aria-hidden="true">{SHAPES[what] ?? '○'}</span>
      <time dateTime={at} title={shortDateTime(at, timeZone)}>
        {when}
      </time>
      <span>{text}</span>
    </li>
  );
}
