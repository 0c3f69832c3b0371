/** One message of a stream of server-sent events (HTML Standard, section 9.2). @param data of one line, as JSON is */
export function serverSent({ id, event, data }: { id?: string; event: string; data: string }): string {
  return `${id === undefined ? '' : `id: ${id}\n`}event: ${event}\ndata: ${data}\n\n`;
}
