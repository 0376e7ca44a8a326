import type { Element } from 'domhandler';
import type { TakeChoice } from '#shared/engine-protocol/pick.ts';
import { linkKind } from '../extract/link-attributes.ts';
import type { Finder } from './finder.ts';

const longestValue = 2000;
const mostChoices = 20;

/** What is taken from an element where the person says nothing. */
export function defaultTake({ name, attribs }: Element): string {
  if (/^(?:img|source|iframe|video|audio|embed)$/.test(name)) return 'attr:src';
  if (name === 'meta') return 'attr:content';
  if (name === 'link' || name === 'area') return 'attr:href';
  if (/^(?:input|meter|progress|data)$/.test(name) && attribs['value'] !== undefined) {
    return 'attr:value';
  }
  return name === 'input' ? 'attr:value' : 'text';
}

/** Everything that can be taken from an element, each with its value; nothing that is empty. */
export function takesOf(finder: Finder, element: Element): readonly TakeChoice[] {
  const first = defaultTake(element);
  const attributes = Object.keys(element.attribs)
    .filter((name) => /^[^\s"'>/=]+$/.test(name) && !/^(?:class|style|on\w+)$/.test(name))
    .slice(0, mostChoices)
    .map((name) => `attr:${name}`);
  const isPicture = first === 'attr:src';
  const all = [first, 'text', 'lines', ...attributes, ...(isPicture ? [] : ['html'])];
  const choices = [...new Set(all)].map(
    (take): TakeChoice => ({
      take,
      kind: kindOf(element, take),
      value: finder.valueOf(element, take).slice(0, longestValue),
    }),
  );
  const text = choices.find(({ take }) => take === 'text')?.value;
  return choices
    .filter(
      ({ take, value }) =>
        take === first || (value !== '' && !(take === 'lines' && value === text)),
    )
    .slice(0, mostChoices);
}

function kindOf(element: Element, take: string): TakeChoice['kind'] {
  if (take === 'text' || take === 'lines' || take === 'html') return take;
  const name = take.slice('attr:'.length);
  if (element.name === 'img' && /^(?:src|srcset|data-src)$/.test(name)) return 'picture';
  const named = { name: element.name, value: (key: string) => element.attribs[key] };
  return linkKind(named, name, element.attribs[name] ?? '') === 'value' ? 'attribute' : 'link';
}
