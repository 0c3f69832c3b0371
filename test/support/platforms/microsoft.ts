import type { Json } from '../json.js';
import { hasToken, type Platform } from './platform-server.js';

/** Each refresh returns a new refresh token, and ends the former one. */
export const microsoftTokens: Platform = ({ text }, state) => {
  if (new URLSearchParams(text).get('refresh_token') !== state.refreshToken)
    return { status: 400, body: { error: 'invalid_grant' } };
  state.tokensGiven += 1;
  state.refreshToken = `refresh-${state.tokensGiven + 1}`;
  const token = `token-${state.tokensGiven}`;
  state.goodTokens.add(token);
  return { status: 200, body: { access_token: token, expires_in: 3600, refresh_token: state.refreshToken } };
};

/** The list of errors does not follow the order of the request: each names its index. */
export const microsoft: Platform = (request, state) => {
  if (!hasToken(request, state) || request.headers.developertoken === undefined)
    return { status: 401, body: { Message: 'Authentication failed' } };
  const isAdjusting = request.json.OfflineConversionAdjustments !== undefined;
  const rows = (request.json.OfflineConversionAdjustments ?? request.json.OfflineConversions) as Json[];
  const keyOf = (row: Json) => `${row.ConversionName} ${row.ConversionTime} ${row.MicrosoftClickId}`;
  const errors = rows.flatMap((row, Index) => {
    if (state.invalid.has(row.MicrosoftClickId))
      return [{ Index, ErrorCode: 'OfflineConversionMicrosoftClickIdInvalid', Message: 'The click id is not valid.' }];
    if (!isAdjusting) state.count(keyOf(row), row);
    return [];
  });
  return { status: 200, headers: { trackingid: 'ms-1' }, body: { PartialErrors: errors.reverse() } };
};
