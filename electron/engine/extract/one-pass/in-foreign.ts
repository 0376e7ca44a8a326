import type { Construction } from './construction.ts';
import { is, isForeign } from './element-rules.ts';
import { space } from './open-elements.ts';
import { again, type Next } from './rule.ts';
import type { Tag } from './tag.ts';
import { tags } from './tags.ts';

/* 13.2.6.5, the rules for parsing tokens in foreign content: SVG and MathML. */

/** 13.2.6: whether a start tag follows the rules for HTML although an element of SVG or MathML is open. */
export function startsHtml(page: Construction, id: number): boolean {
  const { open } = page;
  if (open.currentSpace === space.math) {
    const bits = open.foreignProperties(open.depth);
    if ((bits & isForeign.annotation) !== 0 && id === tags.svg) return true;
    if ((bits & isForeign.mathText) !== 0 && (id === tags.mglyph || id === tags.malignmark)) {
      return false;
    }
  }
  return page.isIntegrationPoint;
}

export function startInForeign(page: Construction, id: number, tag: Tag): Next {
  if (endsForeign(page, id, tag)) {
    leaveForeign(page);
    return again;
  }
  const inSpace = page.open.currentSpace === space.svg ? space.svg : space.math;
  const isPoint = id === tags.annotationXml && inSpace === space.math && isHtmlAnnotation(tag);
  page.insertForeign(id, tag, isPoint ? space.integration : inSpace);
  return 'markup';
}

function endsForeign(page: Construction, id: number, tag: Tag): boolean {
  if (id === tags.font) return tag.has('color') || tag.has('face') || tag.has('size');
  return page.isOneOf(id, is.endsForeign);
}

/** 13.2.6, "HTML integration point". */
function isHtmlAnnotation(tag: Tag): boolean {
  return /^(?:text\/html|application\/xhtml\+xml)$/i.test(tag.value('encoding') ?? '');
}

function leaveForeign(page: Construction): void {
  while (page.open.current < 0 && !page.isIntegrationPoint) page.open.pop();
}

/** True: the end tag is then processed by the rules for HTML. */
export function endInForeign(page: Construction, id: number): boolean {
  const { open } = page;
  if (id === tags.p || id === tags.br) {
    leaveForeign(page);
    return true;
  }
  for (let { depth } = open; depth > 1; depth--) {
    const one = open.idAt(depth);
    if (one > 0) return true;
    if (one === -id) {
      open.popTo(depth);
      return false;
    }
    open.steps += 1;
  }
  return false;
}
