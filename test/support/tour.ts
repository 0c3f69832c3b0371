import { readFileSync } from 'node:fs';

/** Stands for the id that a shell variable holds. */
const SOME_ID = '019cafc2-1a00-7000-8000-000000000001';

export interface SentInTour {
  /** As in the document of the API: `POST /v1/leads/{id}/touches`. */
  readonly route: `${string} ${string}`;
  readonly body: unknown;
}

/** The bodies that the tour sends. */
export function sentInTour(): SentInTour[] {
  const tour = readFileSync('docs/tour.md', 'utf8');
  const sent = tour.matchAll(/\bsend (?<method>[A-Z]+) (?<path>\S+) '(?<body>\{.*?\})'(?= ?[|)\n])/gs);
  return [...sent].map(({ groups }) => ({
    route: `${groups!.method!} ${groups!.path!.replace(/\$[A-Z]+/g, '{id}')}` as const,
    body: JSON.parse(groups!.body!.replace(/'\$[A-Z]+'/g, SOME_ID)),
  }));
}
