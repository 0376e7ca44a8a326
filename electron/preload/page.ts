/** The parts of the DOM's window that preload uses, which Node's types do not have. */
export const page = globalThis as unknown as {
  readonly navigator: { readonly userActivation: { readonly isActive: boolean } };
  addEventListener(
    name: 'paste' | 'mouseup' | 'click' | 'auxclick',
    listener: (event: PageEvent) => void,
    capture: true,
  ): void;
};

interface PageEvent {
  /** Whether the person caused the event: events dispatched by a script are never trusted. */
  readonly isTrusted: boolean;
  readonly button?: number;
}
