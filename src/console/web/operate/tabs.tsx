import { Link, useLocation } from 'wouter';

const TABS = { '/health': 'Health', '/deliveries': 'Deliveries', '/events': 'Events' } as const;

/** What whoever runs it looks at. */
export function OperateTabs() {
  const [here] = useLocation();
  return (
    <nav aria-label="Operate" className="tabs">
      {Object.entries(TABS).map(([path, name]) => (
        <Link key={path} href={path} className={here === path ? 'is-here' : ''}>
          {name}
        </Link>
      ))}
    </nav>
  );
}
