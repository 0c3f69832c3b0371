import type { FastifyReply } from 'fastify';

/** A page that a link leads to, and how it went. */
export interface PrivatePage {
  readonly status: number;
  readonly html: string;
}

/** What a page says that offers nothing. */
export interface Saying {
  readonly status: number;
  readonly title: string;
  readonly text: string;
}

export const NOT_IN_USE: Saying = {
  status: 404,
  title: 'Links are not in use here',
  text: 'Whoever runs Touchline has set no key to sign them with. Nothing was changed.',
};

/** Whoever has such an address may do what it is for: it is kept nowhere, found by nobody, and told to no other site. */
const KEPT_NOWHERE = {
  'cache-control': 'no-store',
  'referrer-policy': 'no-referrer',
  'x-robots-tag': 'noindex, nofollow',
};

/** As it is answered. */
export function shown({ status, html }: PrivatePage, reply: FastifyReply): string {
  reply.status(status).headers(KEPT_NOWHERE).type('text/html; charset=utf-8');
  return html;
}
