import { useQuery } from '@tanstack/react-query';
import { get } from '../api/api.js';
import { ErrorState, Loading, useTitle } from '../parts/states.js';

/** What is missing before leads can be served. */
export function Setup() {
  useTitle('Set up');
  const { data, error, refetch } = useQuery({ queryKey: ['setup'], queryFn: () => get('/v1/setup') });
  if (data === undefined) return error ? <ErrorState error={error} onRetry={() => refetch()} /> : <Loading />;
  return (
    <section className="page">
      <h1>{data.ready ? 'Ready: leads are served' : 'Set up'}</h1>
      <ul className="lines">
        {[...data.missing, ...data.warnings].map(({ code, text }) => (
          <li key={text}>
            <code>{code}</code> {text}
          </li>
        ))}
      </ul>
    </section>
  );
}
