import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { OutgoingRequest } from '../../src/feedback/dispatch/outgoing.js';
import {
  ACCOUNT_BROKEN,
  type Failure,
  judgeRefused,
  type RequestJudgement,
  SOON,
  TERMINAL,
} from '../../src/feedback/posting/answer.js';
import {
  backOffMs,
  FeedbackRound,
  followOf,
  isCommonFault,
  judgeAddress,
  outcomeOf,
  shortText,
} from '../../src/feedback/posting/posted.js';
import { isPublicAddress } from '../../src/platform/outbound/address.js';
import { retryAfterMs } from '../../src/platform/outbound/outbound.js';
import { HOUR, MINUTE } from '../support/instants.js';

const said = { status: 400, message: 'no' };

describe('the consequence of an answer', () => {
  it('is that the others are sent again without the items that it names', () => {
    const judgement = judgeRefused({ status: 400, body: null, deliveries: 3 }, 'bad', [1], TERMINAL);
    expect(followOf(judgement, ['a', 'b', 'c'], said)).toMatchObject({
      failed: [{ id: 'b', code: 'bad' }],
      taken: false,
      again: [['a', 'c']],
      halts: 'no',
    });
  });

  it('is that halves are sent again if none is named, until a single one fails', () => {
    const of = (ids: string[]) =>
      followOf(judgeRefused({ status: 400, body: null, deliveries: ids.length }, 'bad', [], TERMINAL), ids, said);
    expect(of(['a', 'b', 'c']).again).toEqual([['a', 'b'], ['c']]);
    expect(of(['a'])).toMatchObject({ failed: [{ id: 'a' }], again: [] });
  });

  it('gives a failed item only a message that is certainly about it', () => {
    const of = (...failures: Failure[]) => {
      const judgement: RequestJudgement = { of: 'each', failed: new Map(failures.map((each, index) => [index, each])) };
      const { failed } = followOf(judgement, ['a', 'b'], { status: 200, message: 'the whole answer' });
      return failed.map(({ message }) => message);
    };
    const [bare, own] = [
      { code: 'x', verdict: TERMINAL },
      { code: 'x', verdict: TERMINAL, message: 'its\nown' },
    ];
    expect(of(bare)).toEqual(['the whole answer']);
    expect(of(bare, own)).toEqual(['', 'its own']);
    const ofAll = (ids: string[], status: number | null) =>
      followOf({ of: 'all', ...bare }, ids, { status, message: 'all' }).failed.map(({ message }) => message);
    expect(ofAll(['a'], 403)).toEqual(['all']);
    expect(ofAll(['a', 'b'], 403)).toEqual(['', '']);
    // Without an answer or a post, the message is our own, so each item has it.
    expect(ofAll(['a', 'b'], null)).toEqual(['all', 'all']);
    expect(ofAll(['a', 'b'], 0)).toEqual(['all', 'all']);
  });

  it('is doubt about all items where a success names one that was not sent', () => {
    const judgement: RequestJudgement = { of: 'each', failed: new Map([[7, { code: 'bad', verdict: TERMINAL }]]) };
    expect(followOf(judgement, ['a', 'b'], { status: 200, message: '' })).toMatchObject({
      failed: ['a', 'b'].map((id) => ({ id, code: 'noAnswer', verdict: SOON, mayHaveLeft: true })),
      taken: false,
    });
  });

  it.each([
    [null, true],
    [503, true],
    [429, false],
    [400, false],
  ])('with status %s is that items may have been taken all the same: %s', (status, mayHaveLeft) => {
    const judgement: RequestJudgement = { of: 'all', code: 'x', verdict: SOON };
    expect(followOf(judgement, ['a'], { status, message: '' })).toMatchObject({
      failed: [{ mayHaveLeft }],
      halts: 'busy',
    });
  });

  it.each([301, 302, 308, 404, 405, 410])(
    'is that posting stops where %s shows that the address is wrong',
    (status) => {
      expect(followOf(judgeAddress({ status })!, ['a', 'b'], { status, message: '' }).halts).toBe('broken');
    },
  );

  it('does not blame the address for an answer about the events', () => {
    for (const status of [null, 200, 400, 401, 422, 429, 500]) expect(judgeAddress({ status })).toBeNull();
  });
});

describe('three items that are refused with one code', () => {
  const refused = (code: string) => ({ id: code, code, message: '', verdict: TERMINAL });

  it('are a common fault if none was accepted', () => {
    expect(isCommonFault([refused('x'), refused('x')], 0)).toBe(false);
    expect(isCommonFault([refused('x'), refused('x'), refused('x')], 0)).toBe(true);
    expect(isCommonFault([refused('x'), refused('x'), refused('x')], 1)).toBe(false);
    expect(isCommonFault([refused('x'), refused('y'), refused('x')], 0)).toBe(false);
  });
});

describe('a round', () => {
  const requestOf = (ids: readonly string[]): OutgoingRequest => ({
    format: 'json',
    url: '',
    headers: {},
    body: {},
    items: ids.map((id) => ({ id, eventTimeAsSent: '', identifiers: [], clickInquiryId: null })),
  });

  it('reports each item once, whatever is refused, and delivers all valid ones', () => {
    const items = fc.uniqueArray(fc.integer({ min: 0, max: 999 }).map(String), { minLength: 1, maxLength: 64 });
    const bad = fc.func(fc.integer({ min: 0, max: 19 }).map((number) => number === 0));
    fc.assert(
      fc.property(items, bad, (ids, isBad) => {
        const round = new FeedbackRound(ids, [requestOf(ids)]);
        const taken: string[] = [];
        for (let request = round.next(); request !== undefined; request = round.next()) {
          const sent = request.items.map(({ id }) => id);
          const deliveries = sent.length;
          const isRefused = sent.some((id) => isBad(id));
          const judgement: RequestJudgement = isRefused
            ? judgeRefused({ status: 400, body: null, deliveries }, 'bad', [], TERMINAL)
            : { of: 'each', failed: new Map() };
          if (!isRefused) taken.push(...sent);
          const followed = followOf(judgement, sent, said);
          round.follow(request, followed, null, followed.again.map(requestOf));
        }
        const failed = round.failures();
        expect([...taken, ...failed.map(({ id }) => id)].sort()).toEqual([...ids].sort());
        for (const { id, verdict } of failed) if (verdict?.is === 'terminal') expect(isBad(id)).toBe(true);
        if (round.halts === 'no' && failed.every(({ code }) => code !== 'notPosted'))
          expect(taken.sort()).toEqual(ids.filter((id) => !isBad(id)).sort());
      }),
    );
  });

  it('ends after a hundred requests, and offers the rest again at once', () => {
    const ids = Array.from({ length: 300 }, (_, index) => `item ${index}`);
    const round = new FeedbackRound(
      ids,
      ids.map((id) => requestOf([id])),
    );
    let posted = 0;
    for (let request = round.next(); request !== undefined; request = round.next()) {
      posted += 1;
      round.follow(request, { failed: [], taken: true, again: [], halts: 'no' }, null, []);
    }
    expect(posted).toBe(100);
    expect(round.failures()).toHaveLength(200);
    expect(round.failures()[0]).toMatchObject({ code: 'notPosted', verdict: { is: 'later', pauseMs: 0 } });
  });

  it('blames the account for a common fault, and fails no item', () => {
    const ids = ['a', 'b', 'c', 'd'];
    const round = new FeedbackRound(
      ids,
      ids.map((id) => requestOf([id])),
    );
    for (let request = round.next(); request !== undefined; request = round.next()) {
      const { id } = request.items[0]!;
      const failed = [{ id, code: 'x', message: `of ${id}`, verdict: TERMINAL }];
      round.follow(request, { failed, taken: false, again: [], halts: 'no' }, null, []);
    }
    expect(round.halts).toBe('broken');
    expect(round.failures().map(({ verdict }) => verdict)).toEqual([
      ACCOUNT_BROKEN,
      ACCOUNT_BROKEN,
      ACCOUNT_BROKEN,
      { is: 'later', pauseMs: 0, giveUpAfterMs: null },
    ]);
    // A message about one item may name a person, so no other item has it.
    expect(round.failures().map(({ id, message }) => message === `of ${id}`)).toEqual([true, true, true, false]);
  });
});

describe('the pause after failures', () => {
  it.each([
    [1, 0, MINUTE],
    [2, 0, 2 * MINUTE],
    [6, 0, 32 * MINUTE],
    [7, 0, HOUR],
    [1_000, 0, HOUR],
    [1, 90_000, 90_000],
    [2, 90_000, 2 * MINUTE],
    [1, 100 * HOUR, 6 * HOUR],
  ])('after %i, with %i ms requested, is %i ms', (failures, askedForMs, pauseMs) => {
    expect(backOffMs(failures, askedForMs)).toBe(pauseMs);
  });

  it.each([
    [undefined, 0],
    ['120', 2 * MINUTE],
    ['Mon, 02 Mar 2026 15:02:00 GMT', 2 * MINUTE],
    ['Mon, 02 Mar 2026 14:00:00 GMT', 0],
    ['soon', 0],
    ['-45', 0],
    ['3600;', 0],
    ['45.7', 45_700],
    ['64.57', 64_570],
    ['10000000000', 10_000_000_000_000],
  ])('is requested by Retry-After: %s', (header, ms) => {
    expect(retryAfterMs(header, Date.parse('2026-03-02T15:00:00Z'))).toBe(ms);
  });
});

describe('the diagnostics of a batch', () => {
  const verdict = (code: string) => ({ is: code === 'DUPLICATE' ? 'alreadyThere' : 'terminal' }) as typeof TERMINAL;
  const done = (failed: [number, string][], unplaced: [string, number][]) =>
    ({
      is: 'done',
      failed: new Map(failed.map(([index, code]) => [index, { code, verdict: TERMINAL }])),
      unplaced: new Map(unplaced),
    }) as const;
  const ids = ['a', 'b', 'c'];

  it.each([
    ['nothing failed', done([], []), ids, []],
    ['one failed, and where is said', done([[1, 'X']], []), ['a', 'c'], ['b']],
    ['one failed, and where is not said', done([], [['X', 1]]), [], []],
    ['all failed, and where is not said', done([], [['X', 3]]), [], ids],
    ['what is there already is a success', done([], [['DUPLICATE', 2]]), ids, []],
  ])('%s', (_what, diagnosis, accepted, failed) => {
    const outcome = outcomeOf(diagnosis, ids, verdict);
    expect(outcome.accepted).toEqual(accepted);
    expect(outcome.failed.map(({ id }) => id)).toEqual(failed);
  });
});

describe('a message of a platform', () => {
  it('is stored shortened, on one line, and without characters that no table can hold', () => {
    expect(shortText(' a\u0000b\n\nc\ud800 ')).toBe('a b c\ufffd');
    expect(shortText('x'.repeat(501))).toHaveLength(500);
  });
});

describe('an address', () => {
  it.each(['93.184.215.14', '2606:2800:21f:cb07:6820:80da:af6b:8b2c'])('%s is public', (address) => {
    expect(isPublicAddress(address)).toBe(true);
  });

  it.each([
    ...['127.0.0.1', '10.0.0.1', '172.16.0.1', '192.168.1.1', '169.254.169.254', '0.0.0.0', '100.64.0.1', '224.0.0.1'],
    ...['::1', '::', 'fe80::1', 'fc00::1', '::ffff:127.0.0.1', '::ffff:10.0.0.1', '64:ff9b::a00:1', 'localhost'],
    // IPv4 addresses wrapped in IPv6: the former notation, 6to4, NAT64, Teredo and translators.
    ...['::127.0.0.1', '::7f00:1', '::a9fe:a9fe', '::ffff:7f00:1', '2002:7f00:1::', '2002:a00:1::', '64:ff9b::7f00:1'],
    ...['64:ff9b::127.0.0.1', '64:ff9b:1::a00:1', '2001:0:4136:e378:8000:63bf:f5ff:fffe', '::ffff:0:a00:1'],
    ...['fec0::1', '2001:db8::1', '4000::1', '100::1'],
  ])('%s is not public', (address) => {
    expect(isPublicAddress(address)).toBe(false);
  });
});
