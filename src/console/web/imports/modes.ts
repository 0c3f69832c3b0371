import { bodyOf, useApiDocument } from '../configure/use-api-document.js';

/** How rows are taken in, in plain words. */
export const MODES: Readonly<Record<string, string>> = {
  live: 'New: they come in now. Each gets an owner and a promise, as if a form had sent it.',
  byAge: 'Both: rows of the last two working days come in now, older ones as history.',
  history: 'Old: they are history. Nobody is told, and nothing is promised.',
};

/** Returns the modes that the API offers. */
export function useModes(): readonly string[] {
  const { data } = useApiDocument();
  const offered = data && bodyOf(data, 'post', '/v1/imports').properties?.mode?.enum;
  return (offered ?? []).map(String);
}
