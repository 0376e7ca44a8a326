/**
 * Names of log-in pages, as a part of their path. "auth" and "account" alone are too frequent among other
 * pages.
 */
const names =
  'log-?in|log_in|logon|sign-?in|sign_in|signon|sso|authenticate|anmelden|anmeldung|einloggen|connexion|' +
  'se-connecter|iniciar-sesion|accedi|inloggen|aanmelden|logga-in|zaloguj';

/** A part that is such a name, with words or an ending beside it: `login.php`, `user-login`, `sign_in`. */
const asPart = new RegExp(`^(?:.*[^a-z])?(?:${names})(?:[^a-z].*)?$`, 'i');
/** The same in one word, by its capital letter: `UserLogin`, `SignInPage`. */
const inOneWord = /(?:Login|LogIn|SignIn|Logon)(?:[A-Z.].*)?$/;

/** Parameters that name the page itself, in sites whose pages have one path: `?action=login`. */
const inQuery = /[?&](?:action|do|mode|page|route|task|title|view)=([^&]*)/gi;

/** Whether a URL looks like that of a log-in page. Only with other evidence is it one. */
export function looksLikeLogin(url: URL): boolean {
  const named = [...url.search.matchAll(inQuery)].map(([, value = '']) => value);
  return [url.pathname, ...named].some((path) =>
    path.split(/\/|%2F/i).some((part) => asPart.test(part) || inOneWord.test(part)),
  );
}

/**
 * Pages of a site that are built alike have one kind, as far as their URLs tell: the folder of the path, with
 * its numbers left out. A page that the query names has the kind of its whole path.
 */
export function kindOf({ origin, pathname, search }: URL): string {
  const path = search === '' ? pathname.slice(0, pathname.lastIndexOf('/') + 1) : pathname;
  return origin + path.replace(/\d+/g, '#');
}
