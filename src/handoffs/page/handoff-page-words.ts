import type { Saying } from '../../platform/private-page.js';
import type { ReceiverState } from '../receivers/receiver.js';

export const FORGED: Saying = {
  status: 404,
  title: 'This is no link of ours',
  text: 'It may have been cut off or changed on its way: open it as it was sent to you. Nothing was changed.',
};
export const TOO_OLD: Saying = {
  status: 410,
  title: 'This link is too old',
  text: 'A link works for fourteen days. Ask whoever sent it for another. Nothing was changed.',
};
export const GONE: Saying = {
  status: 410,
  title: 'This handoff is gone',
  text: 'It is no longer kept. Nothing was changed.',
};
export const OVER: Saying = {
  status: 410,
  title: 'This handoff is over',
  text: 'There is nothing left to do by this link. Nothing was changed.',
};
export const MAKER_LEFT: Saying = {
  status: 403,
  title: 'This link is not in use any more',
  text: 'Whoever made it cannot do this themselves any more. Nothing was changed.',
};

/** How far a receiver has come. @param by whoever answers for it */
export const STANDING: Readonly<Record<ReceiverState, (receiver: string, by: string) => string>> = {
  waiting: (receiver, by) => `It waits for ${receiver} to accept it. ${by} answers for it until then.`,
  accepted: (receiver) => `${receiver} has accepted it. It is done once the checklist is ticked and that is confirmed.`,
  returned: (receiver, by) => `${receiver} has returned it. ${by} owes what is missing.`,
  done: (receiver) => `${receiver} has processed it. There is nothing left to do.`,
};

/** Through what it goes, and how far it has come; nothing where there are no stages. */
export function stageWords(stages: readonly { readonly name: string; readonly reachedAt: number | null }[]): string[] {
  if (stages.length === 0) return [];
  const names = new Intl.ListFormat('en').format(stages.map(({ name }) => `“${name}”`));
  const reached = stages.findLast(({ reachedAt }) => reachedAt !== null);
  return [`It goes through ${names}${reached === undefined ? '' : `, and has come to “${reached.name}”`}.`];
}

/** What has become of a form that was saved. */
export function savedWords(missing: number): string {
  if (missing === 0) return 'It is saved. Nothing is missing any more.';
  return `It is saved. ${missing === 1 ? 'One thing is' : `${missing} things are`} still missing.`;
}
