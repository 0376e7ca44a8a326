/**
 * The page's style nonce. The content security policy lets in only style elements that carry it:
 * give it to whatever makes them (Mantine, CodeMirror, AG Grid). Empty where the page is served
 * without a policy.
 */
export function styleNonce(): string {
  return document.querySelector<HTMLMetaElement>('meta[name="csp-nonce"]')?.content ?? '';
}
