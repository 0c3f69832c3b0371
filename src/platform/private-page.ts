import type { FastifyReply } from 'fastify';

/** A page that a link leads to, and how it went. */
export interface PrivatePage {
  readonly status: number;
  readonly html: string;
}

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
