import { Link, useLocation } from 'wouter';

const TABS = { '/floor': 'Now', '/floor/breaches': 'Breaches' } as const;

export function FloorTabs() {
  const [here] = useLocation();
  return (
    <nav aria-label="Floor" className="tabs">
      {Object.entries(TABS).map(([path, name]) => (
        <Link key={path} href={path} className={here === path ? 'is-here' : ''}>
          {name}
        </Link>
      ))}
    </nav>
  );
}
