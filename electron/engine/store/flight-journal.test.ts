import { beforeEach, describe, expect, it } from 'vitest';
import { FlightJournal, readJournal } from './flight-journal.ts';
import { runFileIn } from './run-fixture.ts';

let file = '';
let journal: FlightJournal;
beforeEach(() => {
  file = runFileIn();
  journal = new FlightJournal(file);
});

describe('what a crash finds in the flight journal', () => {
  it('is all that was on its way, at any moment', () => {
    const onTheWay: number[] = [];
    for (let id = 1; id <= 200; id++) {
      journal.started(id);
      onTheWay.push(id);
      // Requests end in changing order, sometimes several before the next one starts.
      while (onTheWay.length > 1 + (id % 5)) {
        const [over = 0] = onTheWay.splice(id % onTheWay.length, 1);
        journal.ended(over);
        expect(readJournal(file)).toEqual(expect.arrayContaining(onTheWay));
      }
      expect(readJournal(file)).toEqual(expect.arrayContaining(onTheWay));
    }
  });

  it('is nothing once nothing is on its way, and then the next one alone', () => {
    for (const id of [1, 2, 3]) journal.started(id);
    for (const id of [2, 1, 3]) journal.ended(id);
    expect(readJournal(file)).toEqual([]);
    journal.started(4);
    expect(readJournal(file)).toEqual([4]);
    journal.ended(4);
    expect(readJournal(file)).toEqual([]);
  });

  it('is no more than there were at once', () => {
    for (let id = 1; id <= 100; id++) {
      journal.started(id);
      if (id > 3) journal.ended(id - 3);
      expect(readJournal(file).length).toBeLessThanOrEqual(4);
    }
  });
});
