/// A value of Rego in 16 bytes without ownership: scalars inline, the rest as a pointer into an `Arena`.
///
/// Copying is free of reference counting, which is what makes evaluation fast on many threads at once. The price is
/// that a value is good only while its arena lives: values never leave the module, they become `JSONValue` first.
///
/// ```
/// payload  64 bits   integer, boolean, or the address of text, numbers and collections
/// meta     hash (32 bits, strings and collections) | measure (24 bits, likewise; see `Measure`) | tag (8 bits)
/// ```
///
/// Strings and collections carry a seeded hash, so that unequal ones are told apart without reading them.
@safe struct Value: BitwiseCopyable {
  let payload: UInt64
  let meta: UInt64

  enum Tag: UInt8 {
    case undefined = 0
    case null, boolean, integer, decimal, string, array, object, set
    /// A place in the rule tree whose value has not been built (`Machine` only).
    case virtual
  }

  @inline(__always)
  init(payload: UInt64, meta: UInt64) {
    self.payload = payload
    self.meta = meta
  }

  @inline(__always)
  init(tag: Tag, payload: UInt64, hash: UInt32 = 0) {
    self.payload = payload
    meta = UInt64(hash) << 32 | UInt64(tag.rawValue)
  }

  @inline(__always)
  init(tag: Tag, payload: UInt64, hash: UInt32, measure: Measure) {
    self.payload = payload
    meta = UInt64(hash) << 32 | UInt64(measure.packed & 0xFF_FFFF) << 8 | UInt64(tag.rawValue)
  }

  static let undefined = Value(tag: .undefined, payload: 0)
  static let null = Value(tag: .null, payload: 0)
  static let yes = Value(tag: .boolean, payload: 1)
  static let no = Value(tag: .boolean, payload: 0)

  @inline(__always)
  static func boolean(_ value: Bool) -> Value { Value(tag: .boolean, payload: value ? 1 : 0) }

  @inline(__always)
  static func integer(_ value: Int64) -> Value {
    Value(tag: .integer, payload: UInt64(bitPattern: value))
  }

  @inline(__always)
  static func integer(_ value: Int) -> Value { integer(Int64(value)) }

  @inline(__always)
  var rawTag: UInt8 { UInt8(truncatingIfNeeded: meta) }

  @inline(__always)
  var tag: Tag { Tag(rawValue: rawTag) ?? .undefined }

  /// The cached hash; meaningful for strings and collections.
  @inline(__always)
  var cachedHash: UInt32 { UInt32(truncatingIfNeeded: meta >> 32) }

  /// How deep and how large the value is.
  @inline(__always)
  var measure: Measure { Measure(packed: UInt32(truncatingIfNeeded: meta) >> 8) }

  @inline(__always)
  func has(_ tag: Tag) -> Bool { rawTag == tag.rawValue }

  @inline(__always)
  var isDefined: Bool { rawTag != Tag.undefined.rawValue }

  /// Neither false nor undefined: what a body's literal must be.
  @inline(__always)
  var isTruthy: Bool { isDefined && !(has(.boolean) && payload == 0) }

  @inline(__always)
  var isNumber: Bool { has(.integer) || has(.decimal) }

  /// The address a collection's or text's storage starts at.
  @inline(__always)
  var storage: UnsafeRawPointer {
    // SAFETY: only tags with storage reach this, and their payload came from a pointer of a live arena.
    unsafe UnsafeRawPointer(bitPattern: UInt(payload)).unsafelyUnwrapped
  }

  var integerValue: Int64? { has(.integer) ? Int64(bitPattern: payload) : nil }
  var booleanValue: Bool? { has(.boolean) ? payload != 0 : nil }
}
