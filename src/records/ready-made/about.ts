/** What a record is about. A handoff that is begun by hand may have no deal. */
export const ABOUT = '{{ account.name | default: handoff.kind }}: {{ deal.name | default: handoff.kind }}';
/** The same where a tool limits it. */
export const ABOUT_IN_SHORT =
  '{{ account.name | default: handoff.kind | truncate: 100 }}: {{ deal.name | default: handoff.kind | truncate: 100 }}';
/** The day of the kickoff, if the form has one. */
export const DUE = { $when: 'handoff.kickoffOn', $do: '{{ handoff.kickoffOn }}' } as const;
export const HANDED_OVER_BY = 'Handed over by {{ giver.name | default: "nobody by name" }}';
