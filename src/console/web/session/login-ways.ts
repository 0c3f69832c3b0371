import { useQuery } from '@tanstack/react-query';
import { get } from '../api/api.js';

/** Reads the ways to log in, besides keys. */
export const useLoginWays = () =>
  useQuery({ queryKey: ['ways'], queryFn: () => get('/v1/session/ways'), staleTime: Infinity });
