import { Component, type ReactNode } from 'react';

interface Props {
  /** The address; a change renders again after an error. */
  readonly at: string;
  readonly children: ReactNode;
}

export class PageBoundary extends Component<Props, { readonly hasFailed: boolean }> {
  override state = { hasFailed: false };

  static getDerivedStateFromError() {
    return { hasFailed: true };
  }

  override componentDidUpdate({ at }: Props) {
    if (at !== this.props.at && this.state.hasFailed) this.setState({ hasFailed: false });
  }

  override render() {
    if (!this.state.hasFailed) return this.props.children;
    return (
      <section className="page">
        <div className="wrong" role="alert">
          <h1>This page cannot be shown</h1>
          <p>The connection may be lost, or the console may have been updated.</p>
          <button type="button" onClick={() => location.reload()}>
            Reload
          </button>
        </div>
      </section>
    );
  }
}
