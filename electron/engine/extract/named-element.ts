/** An element's name and attributes, from a tree or from a tag that was just read. */
export interface NamedElement {
  readonly name: string;
  value(attribute: string): string | undefined;
}
