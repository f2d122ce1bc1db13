import Basics

#if canImport(Glibc)
  import Glibc
#else
  import Musl
#endif

/// A directory for storage that is written once: one file for each batch, named by its range, mode 0400, never changed.
///
/// Entries stand in `entries-FIRST-LAST.jsonl` as they stand in the log, so the files together are the log; checkpoints in
/// `checkpoint-SIZE.note`. Numbers have twenty digits, so that names sort.
final class DirectorySink: Sink {
  private static let digits = 20
  private static let prefix = "entries-"
  private static let suffix = ".jsonl"

  private let directory: String
  private let content: SinkContent

  init(_ directory: String, _ content: SinkContent) {
    self.directory = directory
    self.content = content
  }

  func deliver(_ records: [SinkRecord]) -> SinkDelivery {
    guard let first = records.first, let last = records.last else { return .whole }
    do throws(SinkFailure) {
      if content == .entries {
        var bytes: [UInt8] = []
        for record in records { bytes += record.bytes + [0x0a] }
        try keep(bytes, "\(Self.prefix)\(Self.number(first.sequence))-\(Self.number(last.sequence))\(Self.suffix)")
      } else {
        for record in records { try keep(record.bytes, "checkpoint-\(Self.number(record.sequence)).note") }
      }
      return .whole
    } catch { return .failed(records, error) }
  }

  /// A file that begins with the entry was written before a crash: its range is kept.
  func unit(from sequence: UInt64) throws(SinkFailure) -> UInt64? {
    guard content == .entries else { return nil }
    let beginning = "\(Self.prefix)\(Self.number(sequence))-"
    // SAFETY: the stream is closed on every way out; an entry is read before the next call replaces it.
    guard let stream = unsafe opendir(directory) else { throw SinkFailure("\(FileError("list", directory))") }
    defer { unsafe closedir(stream) }
    while let entry = unsafe readdir(stream) {
      let name = unsafe withUnsafePointer(to: &entry.pointee.d_name) { field in
        unsafe field.withMemoryRebound(to: CChar.self, capacity: Int(NAME_MAX) + 1) { unsafe String(cString: $0) }
      }
      guard name.hasPrefix(beginning), name.hasSuffix(Self.suffix) else { continue }
      let digits = name.dropFirst(beginning.count).dropLast(Self.suffix.count)
      if digits.utf8.count == Self.digits, let last = UInt64(digits), last >= sequence { return last }
    }
    return nil
  }

  /// Makes a file under its name at once and durably; one that is there must be the same.
  private func keep(_ bytes: [UInt8], _ name: String) throws(SinkFailure) {
    let path = "\(directory)/\(name)"
    let aside = "\(directory)/.\(name).new"
    do throws(FileError) {
      unsafe unlink(aside)
      try FileBytes.create(aside, with: bytes, mode: 0o400)
      // SAFETY: the paths are C strings that live as long as the call. A name that is taken is never replaced.
      let isMade = unsafe link(aside, path) == 0
      let error = FileError("create", path)
      unsafe unlink(aside)
      if !isMade {
        guard error.isAlreadyThere else { throw error }
        guard try FileBytes.read(path, bytesMax: bytes.count) == bytes else {
          throw FileError("create", path, reason: "another file has its name")
        }
      }
      try FileBytes.flushDirectory(of: path)
    } catch { throw SinkFailure("\(error)") }
  }

  private static func number(_ value: UInt64) -> String {
    let text = String(value)
    return String(repeating: "0", count: max(0, digits - text.utf8.count)) + text
  }
}
