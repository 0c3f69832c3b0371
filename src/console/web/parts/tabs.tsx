import { Link, useLocation } from 'wouter';

interface Props {
  readonly label: string;
  /** Names by path. */
  readonly of: Readonly<Record<string, string>>;
  /** The path of the present tab; by default that of the page. */
  readonly here?: string;
  /** A query that each tab's link keeps. */
  readonly query?: string;
}

export function Tabs({ label, of, here, query = '' }: Props) {
  const [path] = useLocation();
  return (
    <nav aria-label={label} className="tabs">
      {Object.entries(of).map(([each, name]) => (
        <Link key={each} href={`${each}${query}`} aria-current={each === (here ?? path) ? 'page' : undefined}>
          {name}
        </Link>
      ))}
    </nav>
  );
}
