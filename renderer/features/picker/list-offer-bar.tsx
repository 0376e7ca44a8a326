import { Button, CloseButton } from '@mantine/core';
import { useStore } from 'zustand';
import { formatQuantity } from '#shared/format.ts';
import classes from './picker.module.css';
import type { Pointing } from './pointing.ts';
import type { ListOffer } from './pointing-state.ts';

/** Offers to make rows of something that repeats in the page. */
export function ListOfferBar({ pointing }: { readonly pointing: Pointing }) {
  const offer = useStore(pointing.store, (state) => state.offer);
  if (offer === null) return null;
  const { list, state } = offer;
  return (
    <div className={classes['offer']} role="status">
      <span className={classes['offerText']}>{sentence(offer)}</span>
      {list.different.length > 0 && (
        <Button size="compact-xs" variant="subtle" onClick={() => pointing.showDifferent()}>
          Look at {list.different.length === 1 ? 'it' : 'them'}
        </Button>
      )}
      {state === 'one' && (
        <Button size="compact-xs" variant="default" onClick={() => pointing.askSecond()}>
          Point at a second one
        </Button>
      )}
      {state !== 'asks-second' && (
        <Button size="compact-xs" onClick={() => void pointing.makeList()}>
          Make a list
        </Button>
      )}
      <CloseButton
        size="xs"
        aria-label="No list"
        title="No list: one row per page"
        onClick={() => void pointing.refuseList()}
      />
    </div>
  );
}

function sentence({ list, state }: ListOffer): string {
  if (state === 'asks-second') return 'Click the same thing in another item of the list.';
  const { rows, alike, different, reason } = list;
  const same =
    state === 'two' ? `All ${rows} look alike.` : `This repeats ${formatQuantity(rows, 'time')}.`;
  const count =
    different.length === 0
      ? same
      : `${alike} of ${rows} look alike; ${different.length} ${different.length === 1 ? 'looks' : 'look'} different.`;
  return list.confidence === 'unsure' && reason !== '' ? `${count} ${reason}` : count;
}
