import { expect, it } from 'vitest';
import { hasPasswordField } from './password-field.ts';

const has = (html: string | Uint8Array, encoding = 'utf-8') => {
  const body = typeof html === 'string' ? new TextEncoder().encode(html) : html;
  return hasPasswordField({ body }, encoding);
};

it.each([
  '<form><input name=user><input type="password" name=pw></form>',
  '<INPUT TYPE=PassWord>',
  "<input name=a type='password'/>",
  '<noscript><input type=password></noscript>',
  '<input type="pass&#119;ord"><p>password',
  `${'<p>password</p>'.repeat(1000)}<input type=password>`,
])('sees a field for a password: %j', (html) => {
  expect(has(html)).toBe(true);
});

it.each([
  '<p>Forgot your password?</p>',
  '<input type=text name=password placeholder="password">',
  '<!-- <input type=password> -->',
  '<script>x = "<input type=password>"</script>',
  '<template><input type=password></template>',
  '<textarea><input type=password></textarea>',
  '<input type=text type=password>',
  '<a href="?type=password">input</a>',
  '',
])('sees none in %j', (html) => {
  expect(has(html)).toBe(false);
});

it('sees it in UTF-16', () => {
  const body = Buffer.from('\uFEFF<input type=password>', 'utf16le');
  expect(has(body, 'utf-16le')).toBe(true);
});
