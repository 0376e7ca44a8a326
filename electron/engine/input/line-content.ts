/** What a line of running text holds. */
export type LineContent =
  | { readonly kind: 'blank' | 'comment' }
  | {
      readonly kind: 'texts';
      /** What is meant as URLs, each as it stands in the line. At least one. */
      readonly texts: readonly string[];
      /** Other words stand in the line, which are not used. */
      readonly hasMore: boolean;
    };
