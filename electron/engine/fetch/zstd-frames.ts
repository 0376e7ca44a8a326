interface ZstdFrames {
  /** Complete frames with data, in their order. */
  readonly frames: readonly Uint8Array[];
  /** The last frame is incomplete. */
  readonly isCut: boolean;
  /** The bytes after the last frame begin no other frame. */
  readonly hasRest: boolean;
}

const magicBytes = 4;
const frameMagic = 0xfd2fb528;
const skippableMagic = 0x184d2a50;

/**
 * The frames of zstd data (RFC 8878, section 3.1), without decoding them: Node 22 accepts an incomplete
 * frame as a complete one, and every Node decodes only the first of several frames.
 */
export function zstdFrames(bytes: Uint8Array): ZstdFrames {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const frames: Uint8Array[] = [];
  let at = 0;
  while (at + magicBytes <= bytes.byteLength) {
    const magic = view.getUint32(at, true);
    const isFrame = magic === frameMagic;
    if (!isFrame && (magic & 0xfffffff0) >>> 0 !== skippableMagic) {
      return { frames, isCut: false, hasRest: true };
    }
    const end = isFrame ? endOfFrame(view, at) : endOfSkippable(view, at);
    if (end === null) return { frames, isCut: true, hasRest: false };
    if (isFrame) frames.push(bytes.subarray(at, end));
    at = end;
  }
  const hasRest = at < bytes.byteLength;
  return { frames, isCut: hasRest && frames.length === 0, hasRest };
}

function endOfSkippable(view: DataView, at: number): number | null {
  if (at + 8 > view.byteLength) return null;
  const end = at + 8 + view.getUint32(at + 4, true);
  return end <= view.byteLength ? end : null;
}

/** Null if the frame is incomplete. */
function endOfFrame(view: DataView, start: number): number | null {
  if (start + 5 > view.byteLength) return null;
  const descriptor = view.getUint8(start + 4);
  const isSingleSegment = (descriptor & 0x20) !== 0;
  const dictionaryBytes = [0, 1, 2, 4][descriptor & 3] ?? 0;
  const sizeBytes = [isSingleSegment ? 1 : 0, 2, 4, 8][descriptor >> 6] ?? 0;
  let at = start + 5 + (isSingleSegment ? 0 : 1) + dictionaryBytes + sizeBytes;
  for (let isLast = false; !isLast; ) {
    if (at + 3 > view.byteLength) return null;
    const header = view.getUint16(at, true) | (view.getUint8(at + 2) << 16);
    isLast = (header & 1) === 1;
    // A block of type 1 holds one byte, which is repeated.
    at += 3 + (((header >> 1) & 3) === 1 ? 1 : header >> 3);
  }
  if ((descriptor & 4) !== 0) at += 4;
  return at <= view.byteLength ? at : null;
}
