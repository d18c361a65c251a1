import { type ComponentType, useEffect, useState } from 'react';

/** What there is of runs wherever one is: the dialogs that cancel one or do it again. */
export function RunsBackground() {
  const Dialog = useLoadedDialog();
  // oxlint-disable-next-line react/static-components -- loaded once, not made here
  return Dialog ? <Dialog /> : null;
}

/** Not part of what the first screen waits for, yet there when it is wanted. */
function useLoadedDialog(): ComponentType | undefined {
  const [dialog, setDialog] = useState<ComponentType>();
  useEffect(() => {
    void import('./dialogs/run-dialogs.tsx').then(loaded => setDialog(() => loaded.RunDialogs));
  }, []);
  return dialog;
}
