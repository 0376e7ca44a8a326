import { Button, Group, Modal, Text } from '@mantine/core';
import { create } from 'zustand';

interface Question {
  readonly title: string;
  readonly message: string;
  /** The verb on the button: "Delete", "Replace". */
  readonly confirm: string;
  readonly danger?: boolean;
}

interface Pending {
  readonly question: Question;
  readonly answer: (yes: boolean) => void;
}

const usePending = create<{ readonly pending: Pending | null }>(() => ({ pending: null }));

/** Asks before an action that cannot be undone; Esc and a click beside the dialog mean no. */
export function confirm(question: Question): Promise<boolean> {
  usePending.getState().pending?.answer(false);
  return new Promise((resolve) => {
    const answer = (yes: boolean) => {
      usePending.setState({ pending: null });
      resolve(yes);
    };
    usePending.setState({ pending: { question, answer } });
  });
}

/** Mounted once in the shell; shows the question of `confirm`. */
export function ConfirmHost() {
  const pending = usePending((state) => state.pending);
  if (!pending) return null;
  const { question, answer } = pending;
  return (
    <Modal opened onClose={() => answer(false)} title={question.title} size="sm">
      <Text size="sm">{question.message}</Text>
      <Group justify="flex-end" mt="md" gap="xs">
        <Button variant="default" onClick={() => answer(false)}>
          Cancel
        </Button>
        <Button
          data-autofocus
          {...(question.danger ? { color: 'red' } : {})}
          onClick={() => answer(true)}
        >
          {question.confirm}
        </Button>
      </Group>
    </Modal>
  );
}
