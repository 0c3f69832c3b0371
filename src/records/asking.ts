import type { RecordConnectorBody } from './connectors/record-connector.dto.js';
import type { RenderedRequest } from './templates/request-template.js';

/** The request with the key by which its tool knows that it is sent once more. */
export function withKey(
  request: RenderedRequest,
  idempotency: RecordConnectorBody['idempotency'] | null | undefined,
  key: string,
): RenderedRequest {
  if (idempotency == null) return request;
  const { in: place, name } = idempotency;
  if (place === 'header') return { ...request, headers: { ...request.headers, [name.toLowerCase()]: key } };
  const joint = request.url.includes('?') ? '&' : '?';
  return { ...request, url: `${request.url}${joint}${name}=${encodeURIComponent(key)}` };
}

const HIDDEN = '***';

/** As it may be shown: what says who asks is hidden, and was never in the rest. */
export function shown({ method, url, headers, body }: RenderedRequest, secret: readonly string[]): RenderedRequest {
  const hidden = Object.fromEntries(secret.map((name) => [name, HIDDEN]));
  return { method, url, headers: { ...headers, ...hidden }, ...(body !== undefined && { body }) };
}
