import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { Link } from 'wouter';
import { post } from '../api/api.js';
import { useAddress } from '../parts/use-address.js';

interface News {
  readonly text: string;
  readonly leadIds: ReadonlySet<string>;
}

/**
 * Returns the leads that the notification in the address tells of, and marks it as read: whoever follows its link has
 * read it. Null if the address names none.
 */
export function useNewsOf(): News | null {
  const [asked] = useAddress();
  const id = asked.get('of') ?? '';
  const { data } = useQuery({
    queryKey: ['news', id],
    queryFn: () => post('/v1/notifications/{id}/read', { path: { id } }),
    enabled: id !== '',
    staleTime: Number.POSITIVE_INFINITY,
  });
  return useMemo(
    () => (data?.leadIds === undefined || id === '' ? null : { text: data.text, leadIds: new Set(data.leadIds) }),
    [data, id],
  );
}

export function NewsNote({ news }: { readonly news: News }) {
  return (
    <p className="waits">
      {news.text}. <Link href="/inbox">Show the whole inbox</Link>
    </p>
  );
}
