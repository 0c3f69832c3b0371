import type { ReadyMadeConnector } from '../ready-made.js';

const API = 'https://‹your site›.atlassian.net/rest/api/3';
const LABEL = 'touchline-{{ record.key }}';

/** The document format of Atlassian: text in it is text, whatever a form says. */
const text = (template: string) => ({ type: 'text', text: template });
const paragraph = (template: string) => ({ type: 'paragraph', content: [text(template)] });
const heading = (title: string) => ({ type: 'heading', attrs: { level: 3 }, content: [text(title)] });

/**
 * Source: developer.atlassian.com/cloud/jira/platform/rest/v3 (create issue; search for issues using JQL, enhanced).
 * Jira knows no idempotency key: the issue is found by its label.
 */
export const JIRA: ReadyMadeConnector = {
  kind: 'project',
  description:
    'An issue in a project of Jira Cloud, with the contacts, what was promised, the kickoff and what is different from usual. It is found by a label that holds its key. The user of the token may create issues and see them.',
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
          summary: '{{ account.name | default: deal.name | truncate: 100 }}: {{ deal.name | truncate: 100 }}',
          labels: [LABEL],
          duedate: { $when: 'form.kickoff.on', $do: '{{ form.kickoff.on }}' },
          description: {
            type: 'doc',
            version: 1,
            content: [
              heading('Contacts'),
              paragraph('Buyer: {{ form.contacts.buyer.name }}, {{ form.contacts.buyer.email }}'),
              paragraph('Day to day: {{ form.contacts.dayToDay.name }}, {{ form.contacts.dayToDay.email }}'),
              heading('Promised beyond the contract'),
              paragraph('{{ form.promises | map: "what" | join: "; " | default: "Nothing" }}'),
              heading('Kickoff'),
              paragraph('{{ form.kickoff.on | default: "No date yet" }}. It waits for: {{ form.kickoff.waitsFor }}'),
              heading('Anomalies'),
              paragraph('{{ form.anomalies }}'),
            ],
          },
        },
      },
    },
    idOf: '/key',
    link: 'https://‹your site›.atlassian.net/browse/{{ record.id }}',
    find: {
      url: `${API}/search/jql?jql=labels%20%3D%20%22${LABEL}%22&maxResults=1&fields=summary`,
      idOf: '/issues/0/key',
    },
  },
};
