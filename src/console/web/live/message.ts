export const MESSAGE_NAMES = ['reset', 'inbox.put', 'inbox.gone', 'notification', 'beat'] as const;
export type MessageName = (typeof MESSAGE_NAMES)[number];

/** What a stream of an inbox sends. */
export interface Message {
  readonly name: MessageName;
  /** Where the stream goes on from after a cut, which it may share with messages before it. */
  readonly id?: string;
  // biome-ignore lint/suspicious/noExplicitAny: each name has a shape of its own, which whoever reads it knows.
  readonly data: any;
}
