import { Button, Group } from '@mantine/core';
import { notifications } from '@mantine/notifications';

/** A word about something that was done, for a while with the way back. */
export function showUndoToast(message: string, undo: () => unknown): void {
  const id = notifications.show({
    autoClose: 10_000,
    message: (
      <Group justify="space-between" wrap="nowrap">
        <span>{message}</span>
        <Button
          onClick={() => {
            notifications.hide(id);
            undo();
          }}
        >
          Undo
        </Button>
      </Group>
    ),
  });
}
