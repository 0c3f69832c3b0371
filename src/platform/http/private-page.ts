import type { FastifyReply } from 'fastify';

/** The page behind a link, and the status of the answer. */
export interface PrivatePage {
  readonly status: number;
  readonly html: string;
}

/** The words of a page that offers no action. */
export interface PageMessage {
  readonly status: number;
  readonly title: string;
  readonly text: string;
}

export const NOT_IN_USE: PageMessage = {
  status: 404,
  title: 'Links are not in use here',
  text: 'The operator of Touchline has set no key to sign links with. Nothing was changed.',
};

/**
 * Anybody who has such an address may act through it, so the page is not cached, not indexed, and not named to other
 * sites.
 */
const KEPT_NOWHERE = {
  'cache-control': 'no-store',
  'referrer-policy': 'no-referrer',
  'x-robots-tag': 'noindex, nofollow',
};

/** Sets the headers of an answer with a page. @returns the body */
export function shown({ status, html }: PrivatePage, reply: FastifyReply): string {
  reply.status(status).headers(KEPT_NOWHERE).type('text/html; charset=utf-8');
  return html;
}
