import type { Command, CommandReply, Params } from '#shared/ipc/contract.ts';
import type { Call } from './client.ts';

type Answers = {
  readonly [C in Command]?: (
    params: Params<C>,
  ) => NoInfer<CommandReply<C> | Promise<CommandReply<C>>>;
};

/** A fake main for tests: answers the commands that a test sets up, and refuses all others. */
export function callWith(answers: Answers): Call {
  return (async (command: Command, params: unknown) => {
    const answer = answers[command];
    if (!answer) throw new Error(`This test has no answer for ${command}`);
    return await answer(params as never);
  }) as Call;
}
