/** The bundler puts a WebAssembly file into the code, as a `data:` URL in base64. */
declare module '*.wasm?inline' {
  const dataUrl: string;
  // biome-ignore lint/style/noDefaultExport: the bundler gives it out so.
  export default dataUrl;
}

/** The part of WebAssembly that is used. TypeScript has its types only in the library for the DOM. */
declare namespace WebAssembly {
  class Memory {
    readonly buffer: ArrayBuffer;
  }
  class Module {
    constructor(code: Uint8Array);
  }
  class Instance {
    constructor(
      module: Module,
      imports: Readonly<Record<string, Readonly<Record<string, unknown>>>>,
    );
    readonly exports: unknown;
  }
}
