/** BSON types by their byte: https://bsonspec.org/spec.html */
export const bsonTypes = {
  absent: 0x00,
  double: 0x01,
  text: 0x02,
  document: 0x03,
  objectId: 0x07,
  bool: 0x08,
  date: 0x09,
  null: 0x0a,
  int32: 0x10,
  timestamp: 0x11,
  int64: 0x12,
} as const;

/**
 * Where the known fields of one document lie in its bytes. Reading just these is several times cheaper than decoding, and leaves
 * nothing to collect. Made once for a kind of document and opened for one after another.
 */
export type FlatDocument = {
  /**
   * Finds the fields of the document that begins at `start`. False: it has an unknown field or type, one field twice, or is
   * malformed; then only the general decoder knows what it says.
   */
  open(bytes: Buffer, start?: number): boolean;
  /** One of `bsonTypes`. */
  typeOf(field: number): number;
  /** Of an embedded document, for another `FlatDocument` to open. */
  startOf(field: number): number;
  /** Null when it is no valid UTF-8. The fields that follow must be of the type that is asked for. */
  text(field: number): string | null;
  hex(field: number): string;
  bool(field: number): boolean;
  /** Of an int32 or a double. */
  number(field: number): number;
  int64(field: number): bigint;
  /** Milliseconds since 1970; NaN beyond what a Date holds. */
  date(field: number): number;
};

const sizeBytes = 4;
const objectIdBytes = 12;
const two32 = 2 ** 32;
const dateMaxMs = 8.64e15;

export const createFlatDocument = (names: readonly string[]): FlatDocument => {
  const known = names.map((name) => Buffer.from(`${name}\0`));
  const types = new Uint8Array(names.length);
  const offsets = new Int32Array(names.length);
  let bytes: Buffer = Buffer.alloc(0);

  /** The field whose name is at `offset`; the one behind the last found is tried first, since documents of a kind are alike. */
  const fieldAt = (offset: number, first: number): number => {
    for (let tried = 0, field = first; tried < known.length; tried += 1, field += 1) {
      if (field >= known.length) field = 0;
      if (isAt(bytes, offset, known[field])) return field;
    }
    return -1;
  };
  const offsetOf = (field: number): number => offsets[field] ?? 0;

  return {
    open: (given, start = 0) => {
      bytes = given;
      types.fill(bsonTypes.absent);
      const end = endOf(given, start);
      let next = 0;
      for (let offset = start + sizeBytes; offset < end; ) {
        const type = given[offset] ?? 0;
        const field = fieldAt(offset + 1, next);
        if (field < 0 || types[field] !== bsonTypes.absent) return false;
        const value = offset + 1 + (known[field]?.length ?? 0);
        const size = sizeOf(given, type, value, end);
        if (size < 0) return false;
        types[field] = type;
        offsets[field] = value;
        offset = value + size;
        next = field + 1;
      }
      return end >= 0;
    },
    typeOf: (field) => types[field] ?? bsonTypes.absent,
    startOf: offsetOf,
    text: (field) => {
      const offset = offsetOf(field);
      return textAt(bytes, offset + sizeBytes, offset + sizeBytes + bytes.readInt32LE(offset) - 1);
    },
    hex: (field) => bytes.toString("hex", offsetOf(field), offsetOf(field) + objectIdBytes),
    bool: (field) => bytes[offsetOf(field)] === 1,
    number: (field) =>
      types[field] === bsonTypes.int32 ? bytes.readInt32LE(offsetOf(field)) : bytes.readDoubleLE(offsetOf(field)),
    int64: (field) => bytes.readBigInt64LE(offsetOf(field)),
    date: (field) => {
      const offset = offsetOf(field);
      const ms = bytes.readInt32LE(offset + sizeBytes) * two32 + bytes.readUInt32LE(offset);
      return Math.abs(ms) > dateMaxMs ? Number.NaN : ms;
    },
  };
};

/** Where a document's last byte is, which is zero; -1 = it is malformed. */
const endOf = (bytes: Buffer, start: number): number => {
  if (bytes.length < start + sizeBytes + 1) return -1;
  const end = start + bytes.readInt32LE(start) - 1;
  return end >= start + sizeBytes && end < bytes.length && bytes[end] === 0 ? end : -1;
};

const isAt = (bytes: Buffer, offset: number, name: Uint8Array = noName): boolean => {
  for (let index = 0; index < name.length; index += 1) if (bytes[offset + index] !== name[index]) return false;
  return name.length > 0;
};

const noName = new Uint8Array();

/** Bytes of a value; -1 = of a type that is left to the general decoder, or it does not fit. */
const sizeOf = (bytes: Buffer, type: number, offset: number, end: number): number => {
  const size = fixedSizes[type] ?? sizeSaid(bytes, type, offset, end);
  if (type === bsonTypes.bool && (bytes[offset] ?? 0) > 1) return -1;
  return size >= 0 && offset + size <= end ? size : -1;
};

const fixedSizes: readonly (number | undefined)[] = Object.assign<(number | undefined)[], Record<number, number>>([], {
  [bsonTypes.double]: 8,
  [bsonTypes.objectId]: objectIdBytes,
  [bsonTypes.bool]: 1,
  [bsonTypes.date]: 8,
  [bsonTypes.null]: 0,
  [bsonTypes.int32]: 4,
  [bsonTypes.timestamp]: 8,
  [bsonTypes.int64]: 8,
});

const sizeSaid = (bytes: Buffer, type: number, offset: number, end: number): number => {
  if ((type !== bsonTypes.text && type !== bsonTypes.document) || offset + sizeBytes > end) return -1;
  const said = bytes.readInt32LE(offset);
  if (said < 1) return -1;
  if (type === bsonTypes.document) return said;
  return offset + sizeBytes + said <= end && bytes[offset + sizeBytes + said - 1] === 0 ? sizeBytes + said : -1;
};

const asciiMax = 0x7f;
/** What an invalid sequence is decoded to; a text that really holds it is left to the general decoder as well. */
const replacement = "\ufffd";

const textAt = (bytes: Buffer, from: number, to: number): string | null => {
  for (let offset = from; offset < to; offset += 1) {
    if ((bytes[offset] ?? 0) > asciiMax) {
      const text = bytes.toString("utf8", from, to);
      return text.includes(replacement) ? null : text;
    }
  }
  return bytes.toString("latin1", from, to);
};

/** The same memory with the methods of a Buffer. */
export const bufferOf = (bytes: Uint8Array): Buffer =>
  Buffer.isBuffer(bytes) ? bytes : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
