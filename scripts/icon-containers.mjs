// @ts-check

/**
 * A Windows icon: a directory of 16 bytes per picture, then the unchanged PNG files.
 * @param {ReadonlyMap<number, Buffer>} pictures By their size in pixels.
 * @returns {Buffer}
 */
export function ico(pictures) {
  const fitting = [...pictures].filter(([size]) => size <= 256);
  const header = Buffer.alloc(6 + 16 * fitting.length);
  header.writeUInt16LE(1, 2);
  header.writeUInt16LE(fitting.length, 4);
  let offset = header.length;
  fitting.forEach(([size, png], index) => {
    const entry = 6 + 16 * index;
    // One byte holds a size: 0 means 256.
    header.writeUInt8(size % 256, entry);
    header.writeUInt8(size % 256, entry + 1);
    header.writeUInt16LE(1, entry + 4);
    header.writeUInt16LE(32, entry + 6);
    header.writeUInt32LE(png.length, entry + 8);
    header.writeUInt32LE(offset, entry + 12);
    offset += png.length;
  });
  return Buffer.concat([header, ...fitting.map(([, png]) => png)]);
}

/** The types of a macOS icon that hold PNG files, with the size of each. */
const icnsTypes = /** @type {const} */ ([
  ['ic11', 32],
  ['ic12', 64],
  ['ic07', 128],
  ['ic13', 256],
  ['ic08', 256],
  ['ic14', 512],
  ['ic09', 512],
  ['ic10', 1024],
]);

/**
 * @param {ReadonlyMap<number, Buffer>} pictures By their size in pixels.
 * @returns {Buffer}
 */
export function icns(pictures) {
  const blocks = icnsTypes.flatMap(([type, size]) => {
    const png = pictures.get(size);
    return png === undefined ? [] : [block(type, png)];
  });
  return block('icns', Buffer.concat(blocks));
}

/**
 * @param {string} type Four letters.
 * @param {Buffer} content
 */
function block(type, content) {
  const header = Buffer.alloc(8);
  header.write(type, 'ascii');
  header.writeUInt32BE(header.length + content.length, 4);
  return Buffer.concat([header, content]);
}
