import { titled } from './words.js';

/** Links to the same record in other systems, such as the CRM. */
export function Elsewhere({ links }: { links: Readonly<Record<string, string>> | undefined }) {
  if (links === undefined) return null;
  return (
    <p className="reach">
      {Object.entries(links).map(([system, address]) => (
        <a key={system} href={address} target="_blank" rel="noreferrer">
          Open in {titled(system)}
        </a>
      ))}
    </p>
  );
}
