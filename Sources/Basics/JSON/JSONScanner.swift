/// The one strict pass over JSON text: checks everything and writes the tape.
///
/// Iterative, with an explicit stack bounded by `limits.depthMax`. Time is O(n) in bytes, plus O(k log k) for
/// an object of k > ``keysPairwiseMax`` keys; the one allocation that grows is the tape.
///
/// Source: RFC 8259; RFC 7493 §2 (I-JSON) for duplicate names, surrogates and UTF-8.
@safe
struct JSONScanner {
  /// Up to this many keys of one object are compared each with each; more are sorted.
  static let keysPairwiseMax = 12

  private struct Open {
    let node: Int
    let keysFrom: Int
    let isObject: Bool
  }

  private struct Key {
    let hash: UInt64
    let node: Int
  }

  private enum Expecting {
    case value, valueOrEnd, key, keyOrEnd, commaOrEnd
  }

  // SAFETY: `base` points to `count` bytes that outlive the scanner (it lives inside one `withUnsafe…` call),
  // and every read is behind a comparison of `at` with `count`.
  private let base: UnsafePointer<UInt8>
  private let count: Int
  private let limits: JSONLimits
  private var at = 0
  private var nodes: [JSONNode] = []
  private var stack: [Open] = []
  private var keys: [Key] = []

  private init(base: UnsafePointer<UInt8>, count: Int, limits: JSONLimits) {
    unsafe self.base = base
    self.count = count
    self.limits = limits
    nodes.reserveCapacity(min(count / 6 + 8, limits.nodesMax))
  }

  /// The tape of `bytes`.
  static func tape(of bytes: [UInt8], limits: JSONLimits) throws(JSONError) -> [JSONNode] {
    guard bytes.count <= JSONLimits.bytesMaxEver else { throw JSONError(.tooLarge, at: 0) }
    let result = unsafe bytes.withUnsafeBufferPointer { buffer -> Result<[JSONNode], JSONError> in
      guard let base = buffer.baseAddress, !buffer.isEmpty else { return .failure(JSONError(.empty, at: 0)) }
      var scanner = unsafe JSONScanner(base: base, count: buffer.count, limits: limits)
      do throws(JSONError) {
        try scanner.scan()
        return .success(scanner.nodes)
      } catch {
        return .failure(error)
      }
    }
    return try result.get()
  }

  private mutating func scan() throws(JSONError) {
    if count >= 3, unsafe base[0] == 0xEF, unsafe base[1] == 0xBB, unsafe base[2] == 0xBF {
      throw JSONError(.byteOrderMark, at: 0)
    }
    var expecting = Expecting.value
    repeat {
      skipSpace()
      guard at < count else { throw JSONError(nodes.isEmpty ? .empty : .syntax, at: at) }
      expecting = try step(unsafe base[at], expecting)
    } while !stack.isEmpty
    skipSpace()
    if at < count { throw JSONError(.trailingData, at: at) }
  }

  /// Reads one token and says what may follow it.
  private mutating func step(_ byte: UInt8, _ expecting: Expecting) throws(JSONError) -> Expecting {
    switch expecting {
    case .commaOrEnd:
      if byte == UInt8(ascii: ",") {
        at += 1
        return stack.last?.isObject == true ? .key : .value
      }
      return try close(byte)
    case .key, .keyOrEnd:
      if byte == UInt8(ascii: "\"") {
        try readKey()
        return .value
      }
      guard expecting == .keyOrEnd else { throw JSONError(.syntax, at: at) }
      return try close(byte)
    case .valueOrEnd where byte == UInt8(ascii: "]"):
      return try close(byte)
    case .value, .valueOrEnd:
      return try readValue(byte)
    }
  }

  private mutating func readValue(_ byte: UInt8) throws(JSONError) -> Expecting {
    switch byte {
    case UInt8(ascii: "{"):
      try open(.object)
      return .keyOrEnd
    case UInt8(ascii: "["):
      try open(.array)
      return .valueOrEnd
    case UInt8(ascii: "\""):
      _ = try readString(isKey: false)
    case UInt8(ascii: "t"): try readWord("true", .true)
    case UInt8(ascii: "f"): try readWord("false", .false)
    case UInt8(ascii: "n"): try readWord("null", .null)
    default: try readNumber()
    }
    return .commaOrEnd
  }

  // MARK: Containers

  private mutating func open(_ kind: JSONKind) throws(JSONError) {
    guard stack.count < limits.depthMax else { throw JSONError(.tooDeep, at: at) }
    stack.append(Open(node: nodes.count, keysFrom: keys.count, isObject: kind == .object))
    try append(JSONNode(kind: kind, start: UInt32(at), end: 0, next: 0))
    at += 1
  }

  private mutating func close(_ byte: UInt8) throws(JSONError) -> Expecting {
    guard let top = stack.last, byte == (top.isObject ? UInt8(ascii: "}") : UInt8(ascii: "]")) else {
      throw JSONError(.syntax, at: at)
    }
    if top.isObject { try checkKeys(from: top.keysFrom) }
    at += 1
    nodes[top.node].end = UInt32(at)
    nodes[top.node].next = UInt32(nodes.count)
    stack.removeLast()
    return .commaOrEnd
  }

  private mutating func append(_ node: JSONNode) throws(JSONError) {
    guard nodes.count < limits.nodesMax else { throw JSONError(.tooManyNodes, at: at) }
    nodes.append(node)
  }

  // MARK: Keys

  private mutating func readKey() throws(JSONError) {
    let node = nodes.count
    let hash = try readString(isKey: true)
    keys.append(Key(hash: hash, node: node))
    skipSpace()
    guard at < count, unsafe base[at] == UInt8(ascii: ":") else { throw JSONError(.syntax, at: at) }
    at += 1
  }

  /// Refuses an object whose keys, unescaped, are not all different: two parsers that pick different ones
  /// of two equal keys are a way around policy.
  private mutating func checkKeys(from first: Int) throws(JSONError) {
    defer { keys.removeSubrange(first...) }
    let own = keys.count - first
    guard own > 1 else { return }
    if own > Self.keysPairwiseMax { return try checkManyKeys(from: first) }
    for later in (first + 1)..<keys.count {
      for earlier in first..<later where keys[later].hash == keys[earlier].hash {
        if text(keys[later]) == text(keys[earlier]) { throw duplicate(keys[later]) }
      }
    }
  }

  /// As above by sorting, so that neither many keys nor keys of one hash cost more than O(k log k).
  private func checkManyKeys(from first: Int) throws(JSONError) {
    let sorted = keys[first...].sorted { left, right in
      left.hash != right.hash ? left.hash < right.hash : text(left).lexicographicallyPrecedes(text(right))
    }
    for index in 1..<sorted.count where sorted[index].hash == sorted[index - 1].hash {
      if text(sorted[index]) == text(sorted[index - 1]) { throw duplicate(sorted[index]) }
    }
  }

  private func duplicate(_ key: Key) -> JSONError { JSONError(.duplicateKey, at: Int(nodes[key.node].start)) }

  private func text(_ key: Key) -> [UInt8] {
    let node = nodes[key.node]
    let raw = unsafe UnsafeBufferPointer(start: base + Int(node.start), count: Int(node.end - node.start))
    return node.hasEscape ? unsafe JSONEscapes.unescaped(Array(raw)[...]) : unsafe Array(raw)
  }

  // MARK: Strings

  /// Reads the string that starts at `at` and returns a hash of its text (of use for keys only).
  private mutating func readString(isKey: Bool) throws(JSONError) -> UInt64 {
    at += 1
    let start = at
    var hasEscape = false
    scanning: while true {
      skipPlain()
      guard at < count else { throw JSONError(.syntax, at: at) }
      let byte = unsafe base[at]
      switch byte {
      case UInt8(ascii: "\""): break scanning
      case UInt8(ascii: "\\"):
        hasEscape = true
        try readEscape()
      case 0..<0x20: throw JSONError(.syntax, at: at)
      case 0x80...: at += try lengthOfUTF8(byte)
      default: at += 1
      }
    }
    try append(
      JSONNode(
        kind: .string, isKey: isKey, hasEscape: hasEscape, start: UInt32(start), end: UInt32(at),
        next: UInt32(nodes.count + 1)))
    defer { at += 1 }
    guard isKey else { return 0 }
    if hasEscape {
      return unsafe text(Key(hash: 0, node: nodes.count - 1)).withUnsafeBufferPointer { unsafe Self.hash($0) }
    }
    return unsafe Self.hash(UnsafeBufferPointer(start: base + start, count: at - start))
  }

  /// Moves over bytes that need no look: printable ASCII without quote and backslash, eight at a time.
  private mutating func skipPlain() {
    while at + 8 <= count {
      let word = unsafe UnsafeRawPointer(base + at).loadUnaligned(as: UInt64.self)
      if Self.holdsSpecial(word) { break }
      at += 8
    }
    while at < count {
      let byte = unsafe base[at]
      if byte < 0x20 || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") || byte >= 0x80 { return }
      at += 1
    }
  }

  /// Whether one of eight bytes is a control, a quote, a backslash or not ASCII.
  @inline(__always)
  private static func holdsSpecial(_ word: UInt64) -> Bool {
    let ones: UInt64 = 0x0101_0101_0101_0101
    let highs: UInt64 = 0x8080_8080_8080_8080
    let quote = word ^ (ones &* 0x22)
    let slash = word ^ (ones &* 0x5C)
    let control = (word &- (ones &* 0x20)) & ~word
    let special = ((quote &- ones) & ~quote) | ((slash &- ones) & ~slash) | control | word
    return special & highs != 0
  }

  private mutating func readEscape() throws(JSONError) {
    guard at + 1 < count else { throw JSONError(.syntax, at: at) }
    switch unsafe base[at + 1] {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"), UInt8(ascii: "b"), UInt8(ascii: "f"),
      UInt8(ascii: "n"), UInt8(ascii: "r"), UInt8(ascii: "t"):
      at += 2
    case UInt8(ascii: "u"):
      let unit = try readUnit(at + 2)
      let start = at
      at += 6
      if (0xDC00...0xDFFF).contains(unit) { throw JSONError(.loneSurrogate, at: start) }
      guard (0xD800...0xDBFF).contains(unit) else { return }
      guard at + 1 < count, unsafe base[at] == UInt8(ascii: "\\"), unsafe base[at + 1] == UInt8(ascii: "u") else {
        throw JSONError(.loneSurrogate, at: start)
      }
      let low = try readUnit(at + 2)
      guard (0xDC00...0xDFFF).contains(low) else { throw JSONError(.loneSurrogate, at: start) }
      at += 6
    default: throw JSONError(.syntax, at: at)
    }
  }

  private func readUnit(_ offset: Int) throws(JSONError) -> UInt16 {
    guard offset + 4 <= count else { throw JSONError(.syntax, at: offset) }
    var unit: UInt16 = 0
    for index in offset..<(offset + 4) {
      guard let digit = Hex.value(of: unsafe base[index]) else { throw JSONError(.syntax, at: index) }
      unit = unit << 4 | UInt16(digit)
    }
    return unit
  }

  /// Bytes in the well-formed sequence that `lead` begins at `at`. Source: Unicode 15, table 3-7.
  private func lengthOfUTF8(_ lead: UInt8) throws(JSONError) -> Int {
    let (length, second): (Int, ClosedRange<UInt8>)
    switch lead {
    case 0xC2...0xDF: (length, second) = (2, 0x80...0xBF)
    case 0xE0: (length, second) = (3, 0xA0...0xBF)
    case 0xE1...0xEC, 0xEE...0xEF: (length, second) = (3, 0x80...0xBF)
    case 0xED: (length, second) = (3, 0x80...0x9F)
    case 0xF0: (length, second) = (4, 0x90...0xBF)
    case 0xF1...0xF3: (length, second) = (4, 0x80...0xBF)
    case 0xF4: (length, second) = (4, 0x80...0x8F)
    default: throw JSONError(.invalidUTF8, at: at)
    }
    guard at + length <= count, second.contains(unsafe base[at + 1]) else { throw JSONError(.invalidUTF8, at: at) }
    for index in (at + 2)..<max(at + 2, at + length) where unsafe base[index] & 0xC0 != 0x80 {
      throw JSONError(.invalidUTF8, at: at)
    }
    return length
  }

  // MARK: The rest

  private mutating func readWord(_ word: StaticString, _ kind: JSONKind) throws(JSONError) {
    let length = word.utf8CodeUnitCount
    guard at + length <= count else { throw JSONError(.syntax, at: at) }
    for index in 0..<length where unsafe base[at + index] != word.utf8Start[index] {
      throw JSONError(.syntax, at: at)
    }
    try append(JSONNode(kind: kind, start: UInt32(at), end: UInt32(at + length), next: UInt32(nodes.count + 1)))
    at += length
  }

  /// Source: RFC 8259 §6. The text is kept; nothing is rounded.
  private mutating func readNumber() throws(JSONError) {
    let start = at
    if unsafe base[at] == UInt8(ascii: "-") { at += 1 }
    guard at < count else { throw JSONError(.syntax, at: start) }
    if unsafe base[at] == UInt8(ascii: "0") {
      at += 1
    } else {
      try skipDigits(start)
    }
    if at < count, unsafe base[at] == UInt8(ascii: ".") {
      at += 1
      try skipDigits(start)
    }
    if at < count, unsafe base[at] | 0x20 == UInt8(ascii: "e") {
      at += 1
      if at < count, unsafe base[at] == UInt8(ascii: "+") || base[at] == UInt8(ascii: "-") { at += 1 }
      try skipDigits(start)
    }
    try append(JSONNode(kind: .number, start: UInt32(start), end: UInt32(at), next: UInt32(nodes.count + 1)))
  }

  private mutating func skipDigits(_ start: Int) throws(JSONError) {
    let first = at
    while at < count, unsafe base[at] &- UInt8(ascii: "0") < 10 { at += 1 }
    if at == first { throw JSONError(.syntax, at: start) }
  }

  private mutating func skipSpace() {
    while at < count {
      switch unsafe base[at] {
      case 0x20, 0x09, 0x0A, 0x0D: at += 1
      default: return
      }
    }
  }

  /// A fast hash; collisions cost a comparison, never a wrong answer.
  private static func hash(_ bytes: UnsafeBufferPointer<UInt8>) -> UInt64 {
    var hash = UInt64(truncatingIfNeeded: bytes.count) &* 0x9E37_79B9_7F4A_7C15
    var index = 0
    while index + 8 <= bytes.count, let base = bytes.baseAddress {
      let word = unsafe UnsafeRawPointer(base + index).loadUnaligned(as: UInt64.self)
      hash = (hash ^ word) &* 0xFF51_AFD7_ED55_8CCD
      hash ^= hash >> 32
      index += 8
    }
    while index < bytes.count {
      hash = (hash ^ UInt64(unsafe bytes[index])) &* 0xC4CE_B9FE_1A85_EC53
      hash ^= hash >> 29
      index += 1
    }
    return hash
  }
}
