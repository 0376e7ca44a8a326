/**
 * The page's style nonce. The content security policy allows only style elements that carry it: pass it to
 * every library that creates them (Mantine, CodeMirror, AG Grid). Empty where the page is served without a
 * policy.
 */
export function styleNonce(): string {
  return document.querySelector<HTMLMetaElement>('meta[name="csp-nonce"]')?.content ?? '';
}
