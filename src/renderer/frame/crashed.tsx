import { Button } from '@mantine/core';
import { Component, type ReactNode } from 'react';
import { ErrorPanel } from '../ui/error-panel.tsx';
import classes from './frame.module.css';

interface Props {
  children: ReactNode;
  /** Another value starts anew: the address, so that one can go elsewhere. */
  at?: string;
}

/** Holds what goes wrong inside of a screen, so that the rest of the page stays usable. */
export class Crashed extends Component<Props, { error: unknown; at: string | undefined }> {
  override state = { error: undefined as unknown, at: undefined as string | undefined };

  static getDerivedStateFromError(error: unknown) {
    return { error };
  }

  static getDerivedStateFromProps(props: Props, state: { error: unknown; at: string | undefined }) {
    return state.at === props.at ? null : { error: undefined, at: props.at };
  }

  override render() {
    const { error } = this.state;
    if (error === undefined) return this.props.children;
    const message = error instanceof Error ? error.message : 'Something that is no error was thrown';
    return (
      <div className={classes.crashed}>
        <ErrorPanel
          trouble={{
            title: 'This screen failed',
            message,
            hint: 'Nothing you saved is lost. Try again; if it happens twice, copy the details into a report.',
            details: error instanceof Error ? error.stack : undefined,
          }}
        >
          <Button onClick={() => this.setState({ error: undefined })}>Try again</Button>
        </ErrorPanel>
      </div>
    );
  }
}
