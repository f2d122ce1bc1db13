/// Memory that is handed out in order and given back all at once.
///
/// One arena holds what a policy and its data consist of, one holds an input, one belongs to each context and is
/// reset after every decision. Not thread-safe while it grows; what it holds may be read from anywhere.
final class Arena {
  static let firstChunk = 16 * 1024
  static let largestChunk = 4 * 1024 * 1024

  @safe private struct Chunk {
    let start: UnsafeMutableRawPointer
    let size: Int
  }

  private var chunks: [Chunk] = []
  /// Of the current chunk.
  private var start: UInt = 0
  private var cursor: UInt = 0
  private var end: UInt = 0
  /// The greatest depth of a value made since the last reset.
  private(set) var deepest: UInt32 = 0
  /// The size of the largest, as `Measure` counts.
  private(set) var largest: UInt64 = 0
  /// Bytes in full chunks before the current one.
  private var filled = 0

  init() {}

  deinit {
    for chunk in chunks { unsafe chunk.start.deallocate() }
  }

  /// Bytes handed out since the last reset.
  @inline(__always)
  var used: Int { filled &+ Int(bitPattern: cursor &- start) }

  /// Whether a string or a collection lies here.
  func holds(_ value: Value) -> Bool {
    chunks.contains { chunk in
      let start = UInt64(UInt(bitPattern: unsafe chunk.start))
      return value.payload >= start && value.payload - start < UInt64(chunk.size)
    }
  }

  /// `size` bytes, aligned to 8, not initialised.
  @inline(__always)
  func allocate(_ size: Int) -> UnsafeMutableRawPointer {
    let rounded = UInt(size &+ 7) & ~7
    if end &- cursor < rounded { grow(Int(rounded)) }
    let start = cursor
    cursor &+= rounded
    // SAFETY: the cursor lies within the last chunk, with `rounded` bytes left after it.
    return unsafe UnsafeMutableRawPointer(bitPattern: start).unsafelyUnwrapped
  }

  /// The measure of a collection around values that are so deep and together so large.
  @inline(__always)
  func enclose(_ depth: UInt32, _ size: UInt64) -> Measure {
    if depth >= deepest { deepest = depth &+ 1 }
    if size > largest { largest = size }
    return Measure(depth: depth &+ 1, size: size)
  }

  @inline(never)
  private func grow(_ size: Int) {
    filled = used
    let next = min(Arena.largestChunk, Arena.firstChunk << min(chunks.count, 8))
    let bytes = max(size, next)
    let chunk = unsafe Chunk(
      start: UnsafeMutableRawPointer.allocate(byteCount: bytes, alignment: 16), size: bytes)
    chunks.append(chunk)
    start = UInt(bitPattern: unsafe chunk.start)
    cursor = start
    end = cursor &+ UInt(bytes)
  }

  /// Forgets everything handed out; keeps the first chunk.
  func reset() {
    deepest = 0
    largest = 0
    guard let first = chunks.first else { return }
    if chunks.count > 1 {
      for chunk in chunks.dropFirst() { unsafe chunk.start.deallocate() }
      chunks.removeSubrange(1...)
      end = UInt(bitPattern: unsafe first.start) &+ UInt(first.size)
      filled = 0
    }
    start = UInt(bitPattern: unsafe first.start)
    cursor = start
  }
}

extension Arena {
  func string(_ bytes: UnsafePointer<UInt8>, _ count: Int) -> Value {
    let storage = unsafe allocate(8 + count)
    // SAFETY: the storage has room for the count and the bytes.
    unsafe storage.storeBytes(of: count, as: Int.self)
    let target = unsafe (storage + 8).assumingMemoryBound(to: UInt8.self)
    if count > 0 { unsafe target.update(from: bytes, count: count) }
    return unsafe Value(
      tag: .string, payload: UInt64(UInt(bitPattern: storage)), hash: Bytes.hash(target, count),
      measure: Measure(depth: 0, size: 1 + UInt64(count) / 16))
  }

  func string(_ bytes: [UInt8]) -> Value { string(bytes[...]) }

  func string(_ bytes: ArraySlice<UInt8>) -> Value {
    unsafe bytes.withUnsafeBufferPointer { buffer in
      guard let base = buffer.baseAddress else { return emptyString() }
      return unsafe string(base, buffer.count)
    }
  }

  func string(_ text: String) -> Value {
    var text = text
    return text.withUTF8 { buffer in
      guard let base = buffer.baseAddress else { return emptyString() }
      return unsafe string(base, buffer.count)
    }
  }

  func string(_ text: Text, _ range: Range<Int>) -> Value {
    let range = range.clamped(to: 0..<text.count)
    return unsafe string(text.base + range.lowerBound, range.count)
  }

  private func emptyString() -> Value {
    let storage = unsafe allocate(8)
    unsafe storage.storeBytes(of: 0, as: Int.self)
    return unsafe Value(
      tag: .string, payload: UInt64(UInt(bitPattern: storage)),
      hash: Bytes.hash(UnsafePointer(storage.assumingMemoryBound(to: UInt8.self)), 0),
      measure: Measure(depth: 0, size: 1))
  }
}
