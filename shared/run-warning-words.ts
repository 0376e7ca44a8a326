import { assertNever } from './assert-never.ts';
import type { RunWarning } from './engine-protocol/run-warnings.ts';
import { formatCount, formatQuantity, shortened } from './format.ts';

const mostOfUrl = 200;
const mostOfValue = 60;

/** A warning as a sentence that says where and how much, the same in the window and on the command line. */
export function warningSentence(warning: RunWarning): string {
  switch (warning.kind) {
    case 'log-in':
      return `${pagesLed(warning.pages)} to a log-in, such as ${url(warning.exampleUrl)}.`;
    case 'home-page':
      return `${pagesLed(warning.pages)} to the home page, such as ${url(warning.exampleUrl)}.`;
    case 'same-page':
      return `${pagesLed(warning.pages)} to one and the same page: ${url(warning.url)}.`;
    case 'needs-script': {
      const have = warning.pages === 1 ? 'looks' : 'look';
      return `${formatQuantity(warning.pages, 'page')} ${have} empty without JavaScript, such as ${url(warning.exampleUrl)}.`;
    }
    case 'no-match': {
      const pages = `${formatCount(warning.pages)} of ${formatQuantity(warning.of, 'page')}`;
      return `${pages} had no match of "One row per", and so gave no row.`;
    }
    case 'empty':
      return `${name(warning.field)} is empty in ${rowsOf(warning.empty, warning.rows)}${because(warning.why)}.`;
    case 'stopped': {
      const { field, filled, before, empty, late, host } = warning;
      return `${name(field)} was filled in ${formatCount(filled)} of ${formatQuantity(before, 'page')} of ${host}, and then empty in ${late === 0 ? `${formatCount(empty)} in a row` : `${formatCount(empty)} of ${formatCount(empty + late)}`}.`;
    }
    case 'misfits': {
      const { field, misfits, filled } = warning;
      const values = `${formatCount(misfits)} of ${formatQuantity(filled, 'value')}`;
      return `${values} of ${name(field)} could not be read as its type and stayed text.`;
    }
    case 'undecided':
      return `${name(warning.field)}: ${formatQuantity(warning.values, 'value')} can be read in two ways and stayed text.`;
    case 'duplicates':
      return `${name(warning.field)} should be unique, but ${rowsOf(warning.duplicates, warning.rows)} ${warning.duplicates === 1 ? 'repeats' : 'repeat'} an earlier value.`;
    case 'alternate':
      return `${name(warning.field)} was found only by its other selector ${shortened(warning.selector, mostOfUrl)} in ${formatQuantity(warning.rows, 'row')}.`;
    case 'cut-chains': {
      const end = warning.urls === 1 ? 'ends' : 'end';
      return `The next pages of ${formatQuantity(warning.urls, 'URL')} ${end} at a page with neither rows nor a link to a next page, or with a link that is no address: there may be more.`;
    }
    case 'not-urls':
      return `${formatQuantity(warning.lines, 'line')} of the list ${warning.lines === 1 ? 'is no URL' : 'are no URLs'}, such as "${shortened(warning.example, mostOfValue)}".`;
    default:
      return assertNever(warning);
  }
}

/** What a person can do about a warning, as a sentence for places without buttons. */
export function warningAdvice(warning: RunWarning): string {
  switch (warning.kind) {
    case 'log-in':
      return 'Log in for the job (on the command line: --cookies FILE).';
    case 'home-page':
    case 'same-page':
      return 'Look whether these pages still exist.';
    case 'needs-script':
      return 'Let a browser window render them: "render": "auto".';
    case 'no-match':
      return 'Check the selector of "each".';
    case 'empty':
    case 'stopped':
      return 'Check the selector of the field.';
    case 'alternate':
      return 'Put that selector first, if the page has changed for good.';
    case 'misfits':
      return 'Check the type of the field and how its values are cleaned.';
    case 'undecided':
      return warning.by === 'dates'
        ? 'Set the order of the dates of the field.'
        : 'Set the decimal sign of the field.';
    case 'duplicates':
      return 'Look whether pages of the list are the same.';
    case 'cut-chains':
      return 'Look at the last pages, and at the rule of "next".';
    case 'not-urls':
      return '"trawl validate" shows which.';
    default:
      return assertNever(warning);
  }
}

const pagesLed = (pages: number): string => `${formatQuantity(pages, 'page')} led`;
const name = (field: string): string => `"${field}"`;
const url = (text: string): string => shortened(text, mostOfUrl);
const rowsOf = (part: number, rows: number): string =>
  `${formatCount(part)} of ${formatQuantity(rows, 'row')}`;

function because(why: 'required' | 'all' | 'usual'): string {
  switch (why) {
    case 'required':
      return ', although it is required';
    case 'usual':
      return ', although it is usually filled';
    case 'all':
      return '';
    default:
      return assertNever(why);
  }
}
