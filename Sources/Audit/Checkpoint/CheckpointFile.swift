#if canImport(Glibc)
  import Glibc
#else
  import Musl
#endif

/// The checkpoints of a log, oldest first: signed notes, one after the other, in a file that only grows.
struct CheckpointFile: Sendable {
  struct Entry: Sendable, Equatable {
    let note: SignedNote
    let checkpoint: Checkpoint
    /// The line of the file that it begins with, counted from 1.
    let line: Int
  }

  let path: String
  let entries: [Entry]
  /// The line with which something begins that is no checkpoint; nil if everything is one.
  let damagedLine: Int?

  /// Bytes at the end that are read for the last checkpoint. 16 KiB.
  private static let tailBytes = 16 << 10

  /// Reads a file of checkpoints; one that is not there has none.
  init(_ path: String) throws(AuditError) {
    guard Self.exists(path) else {
      self.init(path, text: "")
      return
    }
    let file = try ReadableFile(path)
    self.init(path, text: String(decoding: try file.read(0..<file.length), as: UTF8.self))
  }

  init(_ path: String, text: String) {
    var entries: [Entry] = []
    var line = 1
    var damaged: Int?
    for note in text.isEmpty ? [] : SignedNote.read(text) {
      guard let note, let checkpoint = Checkpoint(text: note.text) else {
        damaged = line
        break
      }
      entries.append(Entry(note: note, checkpoint: checkpoint, line: line))
      line += note.encoded.utf8.reduce(0) { $0 + ($1 == 0x0a ? 1 : 0) }
    }
    self.path = path
    self.entries = entries
    damagedLine = damaged
  }

  /// The last whole checkpoint of a file, and where it ends; nil if there is none. What follows it was torn by a crash.
  static func last(_ path: String) throws(AuditError) -> (entry: Entry, end: Int)? {
    guard exists(path) else { return nil }
    let file = try ReadableFile(path)
    let start = max(0, file.length - tailBytes)
    let bytes = try file.read(start..<file.length)
    // A note ends with a signature line; before its text there is nothing, or the signature line of another note.
    var ends = bytes.indices.filter { bytes[$0] == 0x0a }.map { $0 + 1 }
    while let end = ends.popLast() {
      guard let begin = beginning(of: bytes[..<end]) else { continue }
      let read = CheckpointFile(path, text: String(decoding: bytes[begin..<end], as: UTF8.self))
      if let entry = read.entries.last, read.damagedLine == nil { return (entry, start + end) }
    }
    return nil
  }

  /// Where the note begins that ends with these bytes; nil if they end with none.
  private static func beginning(of bytes: ArraySlice<UInt8>) -> Int? {
    let mark = Array(SignedNote.mark.utf8)
    var starts = [bytes.startIndex]
    for index in bytes.indices.dropLast() where bytes[index] == 0x0a { starts.append(index + 1) }
    guard let last = starts.last, bytes[last...].starts(with: mark) else { return nil }
    var hasText = false
    for start in starts.reversed() {
      let isSignature = bytes[start...].starts(with: mark)
      if isSignature, hasText { return starts.first { $0 > start } }
      if !isSignature { hasText = true }
    }
    return bytes.startIndex == 0 ? bytes.startIndex : nil
  }

  static func exists(_ path: String) -> Bool { unsafe access(path, F_OK) == 0 }
}
