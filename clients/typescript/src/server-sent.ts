/** One message of a stream (HTML Standard, section 9.2). */
export interface Message {
  readonly id: string | undefined;
  readonly event: string;
  readonly data: string;
}

/** Reads messages out of a body as they come, whatever the pieces in which it comes. */
export async function* messagesOf(body: AsyncIterable<Uint8Array>): AsyncGenerator<Message> {
  const decoder = new TextDecoder();
  let rest = '';
  for await (const piece of body) {
    rest += decoder.decode(piece, { stream: true });
    const messages = rest.split('\n\n');
    rest = messages.pop()!;
    for (const message of messages) yield readMessage(message);
  }
}

function readMessage(text: string): Message {
  const of = (name: string) =>
    text
      .split('\n')
      .filter((line) => line.startsWith(`${name}:`))
      .map((line) => line.slice(name.length + 1).replace(/^ /, ''));
  return { id: of('id').at(-1), event: of('event').at(-1) ?? 'message', data: of('data').join('\n') };
}
