import type { ReadyMadeConnector } from '../ready-made.js';

const API = 'https://‹your site›.atlassian.net/rest/api/3';
const LABEL = 'touchline-{{ record.key }}';

/** A text node of the Atlassian Document Format, which never interprets markup in values. */
const text = (template: string) => ({ type: 'text', text: template });
const paragraph = (template: string) => ({ type: 'paragraph', content: [text(template)] });
const heading = (title: string) => ({ type: 'heading', attrs: { level: 3 }, content: [text(title)] });

/** The fields that follow the form; all others stay as they were created. */
const SAYS = {
  summary: '{{ account.name | default: deal.name | truncate: 100 }}: {{ deal.name | truncate: 100 }}',
  duedate: { $when: 'form.kickoff.on', $do: '{{ form.kickoff.on }}' },
  description: {
    type: 'doc',
    version: 1,
    content: [
      heading('Context'),
      paragraph('{{ form.context | lines: " · " | default: "None" }}'),
      heading('Agreed scope'),
      paragraph('{{ form.scope | lines: " · " | default: "None" }}'),
      heading('Contacts'),
      paragraph('{{ form.contacts | lines: " · " | default: "None" }}'),
      heading('Promised beyond the contract'),
      paragraph('{{ form.promises | map: "what" | join: "; " | default: "Nothing" }}'),
      heading('Kickoff'),
      paragraph(
        '{{ form.kickoff.on | default: "No date yet" }}. It waits for: {{ form.kickoff.waitsFor | default: "nothing" }}',
      ),
      heading('Anomalies'),
      paragraph('{{ form.anomalies | default: "None" }}'),
      heading('Handed over'),
      paragraph('By {{ giver.name | default: "nobody by name" }}: {{ handoff.url }}'),
    ],
  },
};

/**
 * Source: developer.atlassian.com/cloud/jira/platform/rest/v3 (create, get and edit issue; search for issues using JQL,
 * enhanced). Jira has no idempotency key: the issue is found by its label.
 */
export const JIRA: ReadyMadeConnector = {
  kind: 'project',
  description:
    'An issue in a project of Jira Cloud, with the context, the agreed scope, the contacts, what was promised, the kickoff, what is different from usual, and the address of the handoff. It is found by a label that holds its key. The user of the token may create issues, see them and edit them.',
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
