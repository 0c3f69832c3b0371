import { describe, expect, it } from '@jest/globals';
import { type PostItem, PostTexts } from '../../src/deliveries/channels/post-text.js';
import { MessageTexts } from '../../src/deliveries/messages/message-text.js';
import { Unwritable } from '../../src/deliveries/rendered-text.js';
import { buttonsFor } from '../../src/deliveries/slack/slack-press.js';
import { readProgramFile } from '../../src/platform/running/files.js';
import type { Json } from '../support/json.js';
import { isTaken } from '../support/slack-server.js';

const BUTTONS = buttonsFor({ ownerId: 'ann', waiting: null });
const slack = new PostTexts('templates/slack', readProgramFile('templates', 'slack', 'message.liquid'));
const teams = new PostTexts('templates/teams', readProgramFile('templates', 'teams', 'message.liquid'));

const NASTY = '"\\<!channel>&\n\t{{ items }} *bold* <https://evil.example|here>\u2028';
const item = (fields: Partial<PostItem> = {}): PostItem => ({
  title: 'Kim',
  text: 'Assigned to Ann',
  lines: [],
  answerBy: 'Mon 2 Mar 2026, 16:10 (Europe/Berlin)',
  facts: [{ name: 'Phone', value: '+493012345678' }],
  message: 'Call me',
  outcome: null,
  actOn: '019caf10-3180-7000-8000-529c1d6316df',
  buttons: BUTTONS,
  isLive: true,
  ...fields,
});
const huge = NASTY.repeat(2_000);
const LARGEST = item({
  title: huge,
  text: huge,
  lines: Array.from({ length: 11 }, () => huge),
  facts: Array.from({ length: 5 }, () => ({ name: 'Fact', value: huge })),
  message: huge,
  outcome: huge,
});

/** All texts of a message, each with the name and type that its limit depends on. */
function textsIn(part: Json, key = ''): [key: string, type: string, text: string][] {
  if (typeof part !== 'object' || part === null) return [];
  const own: [string, string, string][] = typeof part.text === 'string' ? [[key, part.type, part.text]] : [];
  return [...own, ...Object.entries(part).flatMap(([name, each]) => textsIn(each, Array.isArray(part) ? key : name))];
}

const DIGEST = item({
  title: null,
  text: '2 promises were missed',
  lines: ['Kim got no call from Ann', 'Lou got no call from <Bo>'],
  answerBy: null,
  facts: [],
  message: null,
  actOn: null,
  buttons: BUTTONS,
  isLive: false,
});

describe('a message about several things', () => {
  const read = (name: string) => readProgramFile('templates', 'mail', `${name}.liquid`);
  const mails = new MessageTexts({ subject: read('subject'), text: read('text'), html: read('html') });

  it('is a list, in mails and in chats', () => {
    const mail = mails.write([{ ...DIGEST, actions: [] }]) as { subject: string; text: string; html: string };
    expect(mail.subject).toBe('2 promises were missed');
    expect(mail.text).toMatch(/^2 promises were missed:\n- Kim got no call from Ann\n- Lou got no call from <Bo>\n/);
    expect(mail.html).toContain('<li>Lou got no call from &lt;Bo&gt;</li>');
    const texts = textsIn(slack.write([DIGEST])).map(([, , text]) => text);
    expect(texts.slice(-2)).toEqual([
      '2 promises were missed:',
      '• Kim got no call from Ann\n• Lou got no call from &lt;Bo&gt;',
    ]);
    expect(textsIn(teams.write([DIGEST])).map(([, , text]) => text)).toEqual([
      '2 promises were missed:',
      '• Kim got no call from Ann',
      '• Lou got no call from <Bo>',
    ]);
  });
});

describe('a message of Slack', () => {
  it('stays within the limits of Slack, however much it contains', () => {
    const message: Json = slack.write(Array.from({ length: 30 }, () => LARGEST));
    expect(isTaken(message.blocks)).toBe(true);
    for (const [key, , text] of textsIn(message))
      expect(text.length).toBeLessThanOrEqual(key === 'fields' ? 2_000 : 3_000);
    expect(JSON.stringify(message.blocks.at(-1))).toContain('And 22 more');
  });

  it.each([1, 5, 10, 11, 20, 25])('contains all of %i facts, in as many parts as Slack requires', (count) => {
    const facts = Array.from({ length: count }, (_, at) => ({ name: `Rep ${at}`, value: '1 in' }));
    const message: Json = slack.write(Array.from({ length: 8 }, () => item({ facts, message: null, actOn: null })));
    expect(isTaken(message.blocks)).toBe(true);
    for (const { name } of facts) expect(JSON.stringify(message)).toContain(`"${name}: 1 in"`);
  });

  it('contains fewer items in full if all of them would exceed the limits of Slack', () => {
    const facts = Array.from({ length: 75 }, (_, at) => ({ name: `Rep ${at}`, value: '1 in' }));
    const message: Json = slack.write(Array.from({ length: 8 }, () => item({ facts })));
    expect(isTaken(message.blocks)).toBe(true);
    expect(JSON.stringify(message.blocks.at(-1))).toContain('And 4 more');
  });

  it('contains input as it was sent, without any markup taking effect', () => {
    const message: Json = slack.write([
      item({ title: NASTY, message: NASTY, facts: [{ name: 'From', value: NASTY }] }),
    ]);
    const texts = textsIn(message);
    expect(texts).toContainEqual(['text', 'plain_text', NASTY]);
    expect(texts).toContainEqual(['fields', 'plain_text', `From: ${NASTY}`]);
    const marked = texts.filter(([, type]) => type !== 'plain_text').map(([, , text]) => text);
    expect(marked.length).toBeGreaterThan(1);
    for (const text of marked) expect(text).not.toMatch(/[<>]|&(?!amp;|lt;|gt;)/);
  });

  it.each([0, 1])('never ends in half an emoji, which Slack refuses', (shift) => {
    const long = `${'.'.repeat(shift)}${'👋'.repeat(3_000)}`;
    for (const [, , text] of textsIn(slack.write([item({ facts: [{ name: 'From', value: long }], message: long })])))
      expect(text.isWellFormed()).toBe(true);
  });

  it('has a button for each possible action, and none if there is none', () => {
    const elements = (message: Json) => message.blocks.filter(({ type }: Json) => type === 'actions');
    expect(elements(slack.write([item()]))[0].elements).toHaveLength(BUTTONS.length);
    expect(elements(slack.write([item({ actOn: null })]))).toEqual([]);
  });
});

it('a faulty template of mails is named as well, and a missing value is empty', () => {
  const items = [{ ...item({ answerBy: null }), actions: [] }];
  const templates = { subject: '{{ items[0].answerBy | cut: 40 }}Told', text: 'Text', html: '<p>Text</p>' };
  expect(new MessageTexts(templates).write(items)).toMatchObject({ subject: 'Told' });
  const broken = new MessageTexts({
    ...templates,
    text: '{{ items[0].facts[0].value | date_to_nowhere: 1 | round: "x" }}{% render "gone" %}',
  });
  expect(broken.write(items)).toBeInstanceOf(Unwritable);
});

it('a faulty template is named, without any text of its message', () => {
  const broken = new PostTexts('templates/teams', '{ "text": {{ items[0].title }} }');
  const written = broken.write([item({ title: 'Maya Ortiz' })]);
  expect(written).toBeInstanceOf(Unwritable);
  expect(JSON.stringify(written)).toContain('templates/teams');
  expect(JSON.stringify(written)).not.toContain('Maya');
});

describe('a message for Teams', () => {
  it.each([huge, '長'.repeat(4_000), '👋'.repeat(4_000), `.${'👋'.repeat(4_000)}`])(
    'stays below the limit of Teams, ends in a whole character, and contains no Markdown',
    (long) => {
      const facts = LARGEST.facts.map(({ name }) => ({ name, value: long }));
      const message: Json = teams.write([item({ title: long, text: long, facts, message: long, outcome: long })]);
      expect(Buffer.byteLength(JSON.stringify(message))).toBeLessThan(28_000);
      for (const [, , text] of textsIn(message)) expect(text.isWellFormed()).toBe(true);
      const body: Json[] = message.attachments[0].content.body;
      expect(new Set(body.map(({ type }) => type))).toEqual(new Set(['RichTextBlock']));
    },
  );

  it('contains input as it was sent', () => {
    const message: Json = teams.write([item({ title: NASTY, facts: [{ name: 'From', value: NASTY }] })]);
    expect(textsIn(message).filter(([, , text]) => text === NASTY)).toHaveLength(2);
  });
});
