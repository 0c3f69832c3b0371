export const MESSAGE_NAMES = ['reset', 'inbox.put', 'inbox.gone', 'notification', 'import', 'beat'] as const;
export type MessageName = (typeof MESSAGE_NAMES)[number];

export interface Message {
  readonly name: MessageName;
  /** The cursor from which the stream resumes. Consecutive messages may share it. */
  readonly id?: string;
  // biome-ignore lint/suspicious/noExplicitAny: each name has a payload of its own, which its reader knows.
  readonly data: any;
}
