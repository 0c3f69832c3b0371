import type { ReadyMadeConnector } from '../ready-made.js';

const API = 'https://app.asana.com/api/1.0';

/** The fields that follow the form; all others stay as they were created. */
const SAYS = {
  name: '{{ account.name | default: deal.name }}: {{ deal.name }}',
  due_on: { $when: 'form.kickoff.on', $do: '{{ form.kickoff.on }}' },
  notes: [
    'Context',
    '{{ form.context | lines | default: "None" }}',
    '',
    'Agreed scope',
    '{{ form.scope | lines | default: "None" }}',
    '',
    'Contacts',
    '{{ form.contacts | lines | default: "None" }}',
    '',
    'Promised beyond the contract: {{ form.promises | map: "what" | join: "; " | default: "nothing" }}',
    'Kickoff: {{ form.kickoff.on | default: "no date yet" }}. It waits for: {{ form.kickoff.waitsFor | default: "nothing" }}',
    'Anomalies: {{ form.anomalies | default: "none" }}',
    'Handed over by {{ giver.name | default: "nobody by name" }}: {{ handoff.url }}',
  ].join('\n'),
};

/**
 * Source: developers.asana.com (create, get and update a task; custom external data; OAuth). Asana has no idempotency
 * key: the task is found by its external id, which only an OAuth app may set and read.
 */
export const ASANA: ReadyMadeConnector = {
  kind: 'project',
  description:
    'A task in a project of Asana, with the context, the agreed scope, the contacts, what was promised, the kickoff, what is different from usual, and the address of the handoff. It is found by its external id, so it requires an OAuth app; a personal access token is not enough.',
  fillIn: ['‹project gid›'],
  auth: { kind: 'oauth', tokenUrl: 'https://app.asana.com/-/oauth_token', clientIn: 'body' },
  connector: {
    name: 'Asana',
    request: {
      method: 'POST',
      url: `${API}/tasks`,
      body: {
        data: {
          ...SAYS,
          projects: ['‹project gid›'],
          external: { gid: '{{ record.key }}' },
        },
      },
    },
    idOf: '/data/gid',
    link: 'https://app.asana.com/0/0/{{ record.id }}',
    update: {
      method: 'PUT',
      url: `${API}/tasks/{{ record.id }}`,
      body: { data: SAYS },
      read: { url: `${API}/tasks/{{ record.id }}?opt_fields=name,due_on,notes` },
      fields: [
        { name: 'Name', in: '/data/name', at: '/data/name' },
        { name: 'Due date', in: '/data/due_on', at: '/data/due_on' },
        { name: 'Description', in: '/data/notes', at: '/data/notes' },
      ],
    },
    find: { url: `${API}/tasks/external:{{ record.key }}?opt_fields=gid`, idOf: '/data/gid' },
  },
};
