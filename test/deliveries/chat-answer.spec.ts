import { describe, expect, it } from '@jest/globals';
import { judgeSlack, judgeTeams } from '../../src/deliveries/channels/chat-answer.js';

const answered = (status: number | null, text = '') => ({
  status,
  text,
  headers: {},
  problem: status === null ? 'away' : null,
});
const toChannel = { isTaken: false, isOfChannel: true };
const toPerson = { isTaken: false, isOfChannel: false };

describe('an answer of Slack', () => {
  it.each([
    // isFinal and stops: to a channel, then to a person or an existing message.
    ['token_revoked', [false, 'token_revoked'], [false, 'token_revoked']],
    ['channel_not_found', [false, 'channel_not_found'], [true, null]],
    ['user_not_found', [false, 'user_not_found'], [true, null]],
    ['invalid_blocks', [true, null], [true, null]],
    ['message_not_found', [true, null], [true, null]],
    ['ratelimited', [false, null], [false, null]],
    ['internal_error', [false, null], [false, null]],
  ])('that says %s decides whether to try again and whether to stop the channel', (code, ofChannel, ofPerson) => {
    const judged = [toChannel, toPerson].map((to) => judgeSlack(answered(200), code, to));
    expect(judged.map(({ isFinal, stops }) => [isFinal, stops])).toEqual([ofChannel, ofPerson]);
    expect(judged.every(({ problem }) => problem?.includes(code))).toBe(true);
  });

  it.each([null, 429, 500, 302])('with the status %s allows another attempt', (status) => {
    expect(judgeSlack(answered(status), 'token_revoked', toChannel)).toMatchObject({ isFinal: false, stops: null });
  });
});

describe('an answer of a workflow', () => {
  it.each([
    [202, '', null, false, null],
    [200, 'Webhook message delivery failed with error: 429', 'The workflow did not pass it on', false, null],
    [400, '', 'The workflow answered 400', true, null],
    [400, '{"error":{"code":"WorkflowTriggerIsNotEnabled"}}', 'The workflow answered 400', false, '400'],
    [401, '', 'The workflow answered 401', false, '401'],
    [404, '', 'The workflow answered 404', false, '404'],
    [429, '', 'The workflow answered 429', false, null],
    [503, '<html>', 'The workflow answered 503', false, null],
    [null, '', 'away', false, null],
  ])(
    'with the status %s and "%s" decides whether to try again and whether to stop the channel',
    (status, text, problem, isFinal, stops) => {
      expect(judgeTeams(answered(status, text))).toEqual({ problem, isFinal, stops });
    },
  );
});
