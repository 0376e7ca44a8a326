import { history, isolateHistory } from '@codemirror/commands';
import {
  Compartment,
  EditorState,
  type Extension,
  type Text,
  Transaction,
  type TransactionSpec,
} from '@codemirror/state';
import type { EditorView } from '@codemirror/view';
import { createStore } from 'zustand/vanilla';
import type { Call } from '#renderer/bridge/client.ts';
import type { InputAnalysis } from '#shared/engine-protocol/input.ts';
import { TrawlError, toErrorReply } from '#shared/errors/trawl-error.ts';
import type { Pasted } from '#shared/ipc/contract.ts';
import { lineMarks, lineMarksOf, setLineMarks } from './line-marks.ts';
import { loadList, loadPasted } from './list-loader.ts';
import { ListSaver, type ListSaveState } from './list-saver.ts';
import type { PageTime } from './page-time.ts';
import { pasteAsEditor } from './paste-as-editor.ts';
import { insertion, isSelected, PastePlaces, type Place } from './paste-places.ts';
import {
  asTyped,
  isSameReadAs,
  type ReadAs,
  readAsExtension,
  readAsOf,
  replacesAll,
  setReadAs,
} from './read-as.ts';

export interface ListState {
  readonly phase: 'loading' | 'ready' | 'failed';
  readonly problem: string | null;
  /** The current long work on the text; `done` runs from 0 to 1, null where the length is unknown. */
  readonly work: { readonly label: string; readonly done: number | null } | null;
  readonly save: ListSaveState;
  readonly empty: boolean;
  readonly analysis: InputAnalysis | null;
  /** The progress of the count, from 0 to 1; null while there is none. */
  readonly counting: number | null;
  readonly analysisProblem: string | null;
}

export interface ListPorts {
  readonly send: Call;
  readonly time: PageTime;
  /** The list is read in another way, since it was replaced by hand or an earlier one was restored. */
  readonly onReadAs: (jobId: string, readAs: ReadAs) => void;
  /** A list that was pasted as a whole is counted, and looks like a table or a feed. */
  readonly onLooksLike: (jobId: string) => void;
}

/** The scroll position of an editor. */
export type ScrollPlace = ReturnType<EditorView['scrollSnapshot']>;

/** Text from the disk is neither saved again nor undone. */
const asLoaded = [Transaction.addToHistory.of(false), Transaction.remote.of(true)];

/**
 * The document of one job's list: its text and undo history, which outlive the editor on the screen, its
 * loading and saving, and its analysis.
 */
export class ListDocument {
  readonly jobId: string;
  readonly store = createStore<ListState>(() => ({
    phase: 'loading',
    problem: null,
    work: null,
    save: { kind: 'saved' },
    empty: true,
    analysis: null,
    counting: null,
    analysisProblem: null,
  }));
  readonly #ports: ListPorts;
  readonly #saver: ListSaver;
  readonly #readOnly = new Compartment();
  readonly #shown = new Compartment();
  readonly #pastes = new PastePlaces();
  #state: EditorState;
  #view: EditorView | null = null;
  #scroll: ScrollPlace | null = null;
  #work = new AbortController();
  #analyses = 0;
  /** How the list is read, according to the job. */
  #readAs: ReadAs = asTyped;
  /** A file is being opened: how it is read is set together with its text, not by `readFrom`. */
  #isOpening = false;
  /** The whole list comes from one paste, and has not been counted since. */
  #isPasted = false;

  constructor(jobId: string, listBytes: number, ports: ListPorts) {
    this.jobId = jobId;
    this.#ports = ports;
    this.#saver = new ListSaver(jobId, {
      ...ports,
      onState: (save) => this.store.setState({ save }),
      onSaved: (text) => void this.#analyze(text),
    });
    this.#state = EditorState.create({
      extensions: [
        history(),
        lineMarks,
        readAsExtension,
        this.#readOnly.of(EditorState.readOnly.of(true)),
        this.#shown.of([]),
      ],
    });
    void this.load(listBytes);
  }

  get state(): EditorState {
    return this.#view?.state ?? this.#state;
  }

  get hasUnsaved(): boolean {
    return this.#saver.hasUnsaved;
  }

  /**
   * Shows the document in the editor that `open` makes, with the extensions that only an editor needs; the
   * returned function closes the editor and keeps its state in the document.
   */
  show(
    extensions: Extension,
    open: (state: EditorState, scroll: ScrollPlace | null) => EditorView,
  ): () => void {
    // Set before the editor is made: its first style element needs the nonce among the extensions.
    const withEditor = this.#shown.reconfigure(extensions);
    const view = open(this.#state.update({ effects: withEditor }).state, this.#scroll);
    this.#view = view;
    return () => {
      this.#scroll = view.scrollSnapshot();
      this.#view = null;
      this.#state = view.state.update({ effects: this.#shown.reconfigure([]) }).state;
      view.destroy();
    };
  }

  /** Every transaction of the editor passes through this function. */
  applied(transactions: readonly Transaction[]): void {
    const readAs = readAsOf(this.state);
    if (!isSameReadAs(readAs, this.#readAs)) {
      this.#readAs = readAs;
      this.#ports.onReadAs(this.jobId, readAs);
    }
    if (!transactions.some(({ docChanged }) => docChanged)) return;
    for (const transaction of transactions) {
      const by = transaction.isUserEvent('input.paste') ? 'paste' : 'other';
      this.#pastes.moved(transaction.changes, by);
      if (!transaction.docChanged) continue;
      const isNew = transaction.startState.doc.length === 0 || replacesAll(transaction);
      this.#isPasted = isNew ? by === 'paste' : this.#isPasted && by === 'other';
    }
    const text = this.state.doc;
    this.store.setState({ empty: text.length === 0 });
    if (transactions.every((transaction) => transaction.annotation(Transaction.remote))) return;
    this.#saver.changed(text);
  }

  /**
   * Reads the list from the disk for the first time and shows the text read so far. `listBytes` is its size,
   * for the progress.
   */
  async load(listBytes: number): Promise<void> {
    const signal = this.#begin('Reading the list');
    this.store.setState({ phase: 'loading', problem: null });
    this.#dispatch({ changes: { from: 0, to: this.state.doc.length }, annotations: asLoaded });
    try {
      await loadList(this.jobId, { ...this.#ports, signal }, (text, bytes) => {
        // Only the new part is inserted: the editor need not process the rest again.
        const from = this.state.doc.length;
        this.#dispatch({ changes: { from, insert: text.slice(from) }, annotations: asLoaded });
        this.store.setState({
          work: { label: 'Reading the list', done: Math.min(1, bytes / Math.max(1, listBytes)) },
        });
      });
      this.store.setState({ phase: 'ready' });
      this.#end(signal);
      void this.#analyze(this.state.doc);
    } catch (error) {
      this.store.setState({
        phase: 'failed',
        work: null,
        problem: signal.aborted ? 'Reading was stopped.' : toErrorReply(error).message,
      });
    }
  }

  /** Sets how the list is read from now on, as the job says. */
  readFrom(readAs: ReadAs): void {
    if (this.#isOpening || isSameReadAs(readAs, this.#readAs)) return;
    this.#readAs = readAs;
    this.#dispatch({
      effects: setReadAs.of(readAs),
      annotations: Transaction.addToHistory.of(false),
    });
  }

  /**
   * Lets main put another list on the disk, and loads it when `replace` returns how it is read (null: no list
   * was put there). Undo in the editor restores the old list, with its own reading. If cancelled or failed,
   * the old list stays.
   */
  async replace(replace: () => Promise<ReadAs | null>): Promise<boolean> {
    await this.flush();
    const signal = this.#begin('Opening the file');
    this.#isOpening = true;
    try {
      const readAs = await replace();
      if (readAs === null) return false;
      const text = await loadList(this.jobId, { ...this.#ports, signal }, () => undefined);
      this.#readAs = readAs;
      this.#dispatch({
        changes: { from: 0, to: this.state.doc.length, insert: text },
        selection: { anchor: 0 },
        effects: setReadAs.of(readAs),
        annotations: [Transaction.remote.of(true), isolateHistory.of('full')],
        scrollIntoView: true,
      });
      this.store.setState({ phase: 'ready', problem: null });
      void this.#analyze(text);
      return true;
    } catch (error) {
      // The editor still holds the old list, which is the valid one, so it is saved to the disk again.
      this.#saver.changed(this.state.doc);
      this.#ports.onReadAs(this.jobId, this.#readAs);
      if (!signal.aborted) throw error;
      return false;
    } finally {
      this.#isOpening = false;
      this.#end(signal);
    }
  }

  /**
   * Inserts a paste in place of the selection: at once, or piece by piece where it is long; one step to undo.
   * Settles when the text is inserted, or when the paste is cancelled. During other long work nothing is
   * pasted, and `take` is not called.
   */
  async paste(take: () => Promise<Pasted>): Promise<void> {
    await this.#paste(take, false);
  }

  /** Like `paste`, on separate lines at the end: for a paste outside the editor. */
  async append(take: () => Promise<Pasted>): Promise<void> {
    this.#dispatch({ selection: { anchor: this.state.doc.length } });
    await this.#paste(take, true);
  }

  /** Puts another text in place of the list, read in this way; only while the list is not read-only. */
  rewrite(text: Text, readAs: ReadAs): void {
    this.#dispatch({
      changes: { from: 0, to: this.state.doc.length, insert: text },
      selection: { anchor: 0 },
      effects: setReadAs.of(readAs),
      annotations: isolateHistory.of('full'),
    });
  }

  cancelWork(): void {
    this.#work.abort();
  }

  /** Settles when the newest text is saved; rejects with the reason when it cannot be saved. */
  flush(): Promise<void> {
    return this.#saver.flush();
  }

  close(): void {
    this.#work.abort();
    this.#analyses += 1;
  }

  /** Counts the list again, for another format or option. */
  analyze(): void {
    if (!this.#saver.hasUnsaved) void this.#analyze(this.state.doc);
  }

  /** Shows the engine's progress of the count. */
  noteCounted(share: number): void {
    if (this.store.getState().counting !== null) this.store.setState({ counting: share });
  }

  async #paste(take: () => Promise<Pasted>, asLines: boolean): Promise<void> {
    if (this.state.readOnly) return;
    const placed = this.#pastes.wait(this.state.selection.main);
    try {
      const first = await take();
      if (first.next !== null) await this.#pasteLong(first, placed, asLines);
      else if (!this.state.readOnly) this.#pasteShort(first.text, placed(), asLines);
    } finally {
      placed();
    }
  }

  #pasteShort(text: string, place: Place, asLines: boolean): void {
    if (text === '') return;
    if (this.#view && !asLines && isSelected(this.state, place)) pasteAsEditor(this.#view, text);
    else this.#dispatch(insertion(this.state, place, this.state.toText(text), asLines));
  }

  async #pasteLong(first: Pasted, placed: () => Place, asLines: boolean): Promise<void> {
    // Other long work that has begun meanwhile takes precedence.
    const signal = this.state.readOnly ? AbortSignal.abort() : this.#begin('Pasting');
    try {
      const text = await loadPasted(first, { ...this.#ports, signal }, (done) =>
        this.store.setState({ work: { label: 'Pasting', done } }),
      );
      this.#dispatch(insertion(this.state, placed(), text, asLines));
    } catch (error) {
      if (!signal.aborted) throw error;
    } finally {
      this.#end(signal);
    }
  }

  async #analyze(text: Text): Promise<void> {
    this.#analyses += 1;
    const mine = this.#analyses;
    this.store.setState({ counting: 0 });
    try {
      const analysis = await this.#ports.send('list.analyze', { jobId: this.jobId });
      if (mine !== this.#analyses) return;
      this.store.setState({ analysis, counting: null, analysisProblem: null });
      if (this.state.doc !== text) return;
      this.#dispatch({ effects: setLineMarks.of(lineMarksOf(analysis)) });
      const isPasted = this.#isPasted;
      this.#isPasted = false;
      if (isPasted && analysis.looksLike !== null) this.#ports.onLooksLike(this.jobId);
    } catch (error) {
      if (mine !== this.#analyses) return;
      const cancelled = error instanceof TrawlError && error.code === 'CANCELLED';
      this.store.setState({
        counting: null,
        analysisProblem: cancelled ? null : toErrorReply(error).message,
      });
    }
  }

  /** The text cannot be changed during long work, so that no typing is lost in it. */
  #begin(label: string): AbortSignal {
    this.#work.abort();
    this.#work = new AbortController();
    this.#dispatch({ effects: this.#readOnly.reconfigure(EditorState.readOnly.of(true)) });
    this.store.setState({ work: { label, done: null } });
    return this.#work.signal;
  }

  #end(signal: AbortSignal): void {
    if (this.#work.signal !== signal) return;
    this.#dispatch({ effects: this.#readOnly.reconfigure(EditorState.readOnly.of(false)) });
    this.store.setState({ work: null });
  }

  #dispatch(spec: TransactionSpec): void {
    if (this.#view) this.#view.dispatch(spec);
    else this.take(this.#state.update(spec));
  }

  /** A transaction on the current state, while no editor shows the list. */
  take(transaction: Transaction): void {
    this.#state = transaction.state;
    this.applied([transaction]);
  }
}
