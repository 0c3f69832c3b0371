import type { ReadyMadeConnector } from '../ready-made.js';
import { ABOUT_IN_SHORT, DUE, HANDED_OVER_BY } from './about.js';

const API = 'https://‹your site›.atlassian.net/rest/api/3';
const LABEL = 'touchline-{{ record.key }}';

/** A text node of the Atlassian Document Format, which never interprets markup in values. */
const text = (template: string, marks: readonly object[] = []) => ({
  type: 'text',
  text: template,
  ...(marks.length > 0 && { marks }),
});
const paragraph = (...content: readonly object[]) => ({ type: 'paragraph', content });
const item = (...content: readonly object[]) => ({ type: 'listItem', content });

/** The fields that follow the form; all others stay as they were created. */
const SAYS = {
  summary: ABOUT_IN_SHORT,
  duedate: DUE,
  description: {
    type: 'doc',
    version: 1,
    content: [
      {
        type: 'bulletList',
        content: [
          {
            $each: 'handoff.sections',
            $as: 'section',
            $do: item(paragraph(text('{{ section.title }}', [{ type: 'strong' }])), {
              type: 'bulletList',
              content: [{ $each: 'section.lines', $as: 'line', $do: item(paragraph(text('{{ line }}'))) }],
            }),
          },
          item(
            paragraph(
              text(`${HANDED_OVER_BY}: `),
              text('{{ handoff.url }}', [{ type: 'link', attrs: { href: '{{ handoff.url }}' } }]),
            ),
          ),
        ],
      },
    ],
  },
};

/**
 * Source: developer.atlassian.com/cloud/jira/platform/rest/v3 (create, get and edit issue; search for issues using JQL,
 * enhanced). Jira has no idempotency key: the issue is found by its label.
 */
export const JIRA: ReadyMadeConnector = {
  tool: 'jira',
  kind: 'project',
  description:
    'An issue in a project of Jira Cloud for any kind of handoff: the form with its labels, in its order, without what is sensitive, and a link to the handoff. It is due on the day of the kickoff, if the form has one. It is found by a label that holds its key. The user of the token may create issues, see them and edit them.',
  fillIn: ['‹your site›', '‹project key›'],
  auth: { kind: 'basic' },
  connector: {
    name: 'Jira',
    request: {
      method: 'POST',
      url: `${API}/issue`,
      body: {
        fields: {
          project: { key: '‹project key›' },
          issuetype: { name: 'Task' },
          ...SAYS,
          labels: [LABEL],
        },
      },
    },
    idOf: '/key',
    link: 'https://‹your site›.atlassian.net/browse/{{ record.id }}',
    update: {
      method: 'PUT',
      url: `${API}/issue/{{ record.id }}`,
      body: { fields: SAYS },
      read: { url: `${API}/issue/{{ record.id }}?fields=summary,duedate,description` },
      fields: [
        { name: 'Summary', in: '/fields/summary', at: '/fields/summary' },
        { name: 'Due date', in: '/fields/duedate', at: '/fields/duedate' },
        { name: 'Description', in: '/fields/description', at: '/fields/description' },
      ],
    },
    find: {
      url: `${API}/search/jql?jql=labels%20%3D%20%22${LABEL}%22&maxResults=1&fields=summary`,
      idOf: '/issues/0/key',
    },
  },
};
