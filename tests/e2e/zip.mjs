// Writes zip archives for tests, honest ones and others.
// Not the reader or the writer of the page, which are in the core.

import { deflateRawSync } from "node:zlib";

/** The checksum that zip asks for. */
function crc32(bytes) {
  let crc = ~0;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit += 1) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0);
  }
  return ~crc >>> 0;
}

/**
 * A zip of contents by path, stored as they are. A content may also be `{ bytes, deflate, says }`: packed, and with another
 * size than it has.
 */
export function zip(contents) {
  const parts = [];
  const list = [];
  let offset = 0;
  for (const [path, content] of Object.entries(contents)) {
    const { bytes, deflate = false, says } = typeof content === "string" || Buffer.isBuffer(content) ? { bytes: content } : content;
    const [name, plain] = [Buffer.from(path), Buffer.from(bytes)];
    const data = deflate ? deflateRawSync(plain) : plain;
    const common = Buffer.alloc(26);
    common.writeUInt16LE(20, 0);
    common.writeUInt16LE(deflate ? 8 : 0, 4);
    common.writeUInt32LE(crc32(plain), 10);
    common.writeUInt32LE(data.length, 14);
    common.writeUInt32LE(says ?? plain.length, 18);
    common.writeUInt16LE(name.length, 22);
    const place = Buffer.alloc(14);
    place.writeUInt32LE(offset, 10);
    list.push(Buffer.from("PK\x01\x02\x14\x00", "latin1"), common, place, name);
    const entry = [Buffer.from("PK\x03\x04", "latin1"), common, name, data];
    parts.push(...entry);
    offset += entry.reduce((sum, part) => sum + part.length, 0);
  }
  const end = Buffer.alloc(22);
  end.write("PK\x05\x06", "latin1");
  const count = Object.keys(contents).length;
  end.writeUInt16LE(count, 8);
  end.writeUInt16LE(count, 10);
  end.writeUInt32LE(list.reduce((sum, part) => sum + part.length, 0), 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...parts, ...list, end]);
}
