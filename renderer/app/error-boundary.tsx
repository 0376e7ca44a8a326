import { Component, type ReactNode } from 'react';
import { EmptyState } from '#renderer/ui/empty-state.tsx';

interface ErrorBoundaryProps {
  readonly children: ReactNode;
}

/** Confines a defect in one part of the page, so that the window is not emptied. */
export class ErrorBoundary extends Component<ErrorBoundaryProps, { readonly error: unknown }> {
  override state: { readonly error: unknown } = { error: null };

  static getDerivedStateFromError(error: unknown) {
    return { error };
  }

  override render() {
    const { error } = this.state;
    if (error === null) return this.props.children;
    return (
      <div role="alert" style={{ height: '100%' }}>
        <EmptyState action={{ label: 'Show again', onClick: () => this.setState({ error: null }) }}>
          Trawl made a mistake and cannot show this part:{' '}
          {error instanceof Error ? error.message : String(error)}. Your jobs and runs are safe.
        </EmptyState>
      </div>
    );
  }
}
