/** What preload needs of the DOM's window, which Node's types do not know. */
export const page = globalThis as unknown as {
  readonly navigator: { readonly userActivation: { readonly isActive: boolean } };
  addEventListener(
    name: 'paste' | 'mouseup' | 'click' | 'auxclick',
    listener: (event: PageEvent) => void,
    capture: true,
  ): void;
};

interface PageEvent {
  /** The person did it: what a script sends is never trusted. */
  readonly isTrusted: boolean;
  readonly button?: number;
}
