import { Component, type ReactNode } from 'react';
import { ProblemNotice } from './problem-notice';

// A screen that fails leaves the rail and the other places standing.
export class ErrorBorder extends Component<{ children: ReactNode }, { error: unknown }> {
  state = { error: null };

  static getDerivedStateFromError(error: unknown) {
    return { error };
  }

  render() {
    if (!this.state.error) return this.props.children;
    return <ProblemNotice error={this.state.error} again={() => this.setState({ error: null })} />;
  }
}
