import { readFileSync } from 'node:fs';

/** Replaces the id in a shell variable. */
const SOME_ID = '019cafc2-1a00-7000-8000-000000000001';

export interface SentInTour {
  /** As in the API document: `POST /v1/leads/{id}/touches`. */
  readonly route: `${string} ${string}`;
  readonly body: unknown;
}

export function sentInTour(): SentInTour[] {
  const tour = readFileSync('docs/tour.md', 'utf8');
  const sent = tour.matchAll(/\bsend (?<method>[A-Z]+) (?<path>\S+) '(?<body>\{.*?\})'(?= ?[|)\n])/gs);
  return [...sent].map(({ groups }) => ({
    route: `${groups!.method!} ${groups!.path!.replace(/\$[A-Z]+/g, '{id}')}` as const,
    body: JSON.parse(groups!.body!.replace(/'\$[A-Z]+'/g, SOME_ID)),
  }));
}
