/**
 * The bytes in a separate buffer, which can be transferred: a socket's chunk may share its buffer with the
 * next answer, and small Buffers share Node's pool.
 */
export function owned(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  if (
    bytes.byteOffset === 0 &&
    bytes.buffer instanceof ArrayBuffer &&
    bytes.byteLength === bytes.buffer.byteLength
  ) {
    return new Uint8Array(bytes.buffer);
  }
  return new Uint8Array(bytes);
}
