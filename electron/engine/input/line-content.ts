/** The content of a line of running text. */
export type LineContent =
  | { readonly kind: 'blank' | 'comment' }
  | {
      readonly kind: 'texts';
      /** The texts that are meant as URLs, each as written in the line. At least one. */
      readonly texts: readonly string[];
      /** The line has other words, which are not used. */
      readonly hasMore: boolean;
    };
