declare module 'html-encoding-sniffer' {
  /** The HTML standard's encoding sniffing: BOM, transport label, meta prescan, default. */
  function sniff(
    bytes: Uint8Array,
    options?: { readonly transportLayerEncodingLabel?: string; readonly defaultEncoding?: string },
  ): string;
  export = sniff;
}
