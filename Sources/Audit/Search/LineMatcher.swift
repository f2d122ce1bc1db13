import Basics

/// A filter made ready to be put to many lines.
///
/// Most lines are passed over without parsing: a record that has a value holds the value's text, written just
/// as the log writes it. A line that does is parsed, since the same text may stand inside the arguments.
struct LineMatcher: Sendable {
  private let members: [(key: String, value: String, text: ByteSearch)]
  private let sequence: UInt64?
  private let since: [UInt8]?
  private let until: [UInt8]?

  /// Deeper than an entry's arguments may be, by what surrounds them.
  private static let limits = JSONLimits(depthMax: JSONLimits.depthMaxDefault + 8)

  init(_ filter: AuditFilter) {
    members = filter.members.map { key, value in
      var writer = JSONWriter()
      writer.key(escaping: key)
      writer.string(value)
      return (key, value, ByteSearch(writer.bytes))
    }
    sequence = filter.sequence
    since = filter.since.map { Array($0.rfc3339.utf8) }
    until = filter.until.map { Array($0.rfc3339.utf8) }
  }

  /// - Complexity: O(n) in bytes for each value wanted; parses only lines that hold all of them.
  func matches(_ line: UnsafeRawBufferPointer) -> Bool {
    guard unsafe line.first == 0x7b, unsafe !SegmentFooter.isFooter(line) else { return false }
    if let sequence, unsafe LineFrame(of: line)?.sequence != sequence { return false }
    for member in members {
      guard unsafe member.text.firstIndex(in: line) != nil else { return false }
    }
    if since != nil || until != nil, unsafe !isInTime(line) { return false }
    if members.isEmpty { return true }
    return unsafe hasMembers(line)
  }

  private func isInTime(_ line: UnsafeRawBufferPointer) -> Bool {
    guard let place = unsafe LineTime.place(in: line) else { return false }
    let time = unsafe line[place]
    if let since, unsafe time.lexicographicallyPrecedes(since) { return false }
    if let until, unsafe !time.lexicographicallyPrecedes(until) { return false }
    return true
  }

  private func hasMembers(_ line: UnsafeRawBufferPointer) -> Bool {
    guard let document = try? JSONDocument(parsing: unsafe Array(line), limits: Self.limits) else {
      return false
    }
    return members.allSatisfy { member in
      document.member(key: member.key, of: JSONDocument.root).flatMap { document.string(at: $0) }
        == member.value
    }
  }
}
