/**
 * The page's Content-Security-Policy. Scripts come from the bundle alone. Style elements need the
 * nonce of this load; style attributes set by script through the CSSOM need nothing. Data URLs are
 * for images and fonts that the libraries' style sheets carry.
 *
 * There are two policies, and every action of the page must pass both. A nonce also allows a style sheet from
 * anywhere, and a script could read it: the second policy, which has no nonce, allows only the bundle's. For
 * the text in a style element only the first one decides.
 *
 * `require-trusted-types-for 'script'` is left out: Mantine (React's dangerouslySetInnerHTML for its
 * style element) and AG Grid (templates) set `innerHTML` from strings, and a default policy that
 * lets every string through would be no protection.
 */
export function contentSecurityPolicy(nonce: string): string {
  const policy = [
    "default-src 'none'",
    "script-src 'self'",
    `style-src 'self' 'nonce-${nonce}'`,
    "img-src 'self' data:",
    "font-src 'self' data:",
    "connect-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; ');
  return `${policy}, style-src 'self' 'unsafe-inline'`;
}
