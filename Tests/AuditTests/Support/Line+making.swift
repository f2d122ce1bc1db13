@testable import Audit

extension LineDraft {
  /// Gives `body` a line of these members.
  static func with<Value>(_ members: [UInt8], _ body: (borrowing LineDraft) throws -> Value) throws -> Value {
    var memory = [UInt8](repeating: 0, count: frontBytes) + members + [UInt8](repeating: 0, count: backBytes)
    return try memory.withUnsafeMutableBytes { memory in
      guard let draft = LineDraft(memory, members: members.count) else { throw NoRoom() }
      return try body(draft)
    }
  }

  struct NoRoom: Error {}
}

extension Chain {
  /// Links a line of these members, and appends it with its line end.
  mutating func append(_ members: String, to lines: inout [UInt8]) {
    var line = (try? LineDraft.with(Array(members.utf8)) { Array($0.numbered(sequence &+ 1)) }) ?? []
    line.withUnsafeMutableBytes { link($0) }
    lines += line
  }
}

extension AppendQueue {
  func append(_ members: [UInt8], isAwaited: Bool = true) throws -> UInt64 {
    try LineDraft.with(members) { try append($0, isAwaited: isAwaited) }
  }
}

extension AuditEntry {
  /// The members as they are written into a line.
  func encoded() throws(AuditError) -> [UInt8] {
    try withDraft { draft in
      Array(draft.numbered(0)).dropFirst(LineFrame.opening.count + 2).dropLast(LineFrame.tailBytes + 1)
    }
  }
}
