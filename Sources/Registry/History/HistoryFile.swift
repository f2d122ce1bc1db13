import Basics

#if canImport(Glibc)
  import Glibc
#else
  import Musl
#endif

/// The file of the registry's history: JSON lines, only ever added to.
public struct HistoryFile: Sendable {
  static let name = "registry-history.jsonl"
  /// Largest history that is read, in bytes.
  static let bytesMax = 256 << 20
  static let first = String(repeating: "0", count: 64)

  let path: String

  init(in directory: String) { path = directory + "/" + Self.name }

  /// Every line of the history in `directory`, once all signatures and the chain were found well.
  ///
  /// - Throws: ``HistoryError`` naming the first line that is not well.
  public static func verified(in directory: String) throws(HistoryError) -> [HistoryLine] {
    let file = HistoryFile(in: directory)
    let bytes = try file.read()
    return bytes.isEmpty ? [] : try file.lines(bytes, by: HistoryKey.published(in: directory)).lines
  }

  /// Every whole line; nothing if there is no file yet. A last line without its end was being written when the gateway
  /// ended: nobody has relied on it.
  func read() throws(HistoryError) -> [UInt8] {
    guard unsafe access(path, F_OK) == 0 else { return [] }
    do {
      let bytes = try FileBytes.read(path, bytesMax: Self.bytesMax)
      return Array(bytes[..<(bytes.lastIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? 0)])
    } catch {
      throw HistoryError(code: .unreadable, path: path, line: 0, message: "cannot be read: \(error)")
    }
  }

  /// The lines in `bytes` and the digest of the last.
  func lines(_ bytes: [UInt8], by key: [UInt8]) throws(HistoryError) -> (lines: [HistoryLine], last: String) {
    var lines: [HistoryLine] = []
    var last = Self.first
    for text in bytes.split(separator: UInt8(ascii: "\n")) {
      let number = lines.count + 1
      guard let value = try? JSONValue.parse(Array(text)), var object = value.objectValue,
        let signature = object["signature"]?.stringValue, let line = HistoryLine(value)
      else { throw broken(number, "this is no line of a history") }
      object["signature"] = nil
      guard HistoryKey.verifies(signature, of: JSONValue.object(object).serialized(), by: key) else {
        throw broken(number, "the signature does not belong to the line")
      }
      guard line.sequence == number, line.previous == last else {
        throw broken(number, "a line before it is missing, moved or changed")
      }
      guard object["pin"]?.stringValue == line.pin.hex else { throw broken(number, "the pin is not the definition's") }
      lines.append(line)
      last = Digest256(of: Array(text)).hex
    }
    return (lines, last)
  }

  private func broken(_ line: Int, _ message: String) -> HistoryError {
    HistoryError(
      code: .broken, path: path, line: line,
      message: message + "; find out who changed the file, and restore it from a backup")
  }

  /// Adds `text` behind `length` bytes and waits until it is on the disk. What cannot be written whole is taken back.
  func append(_ text: [UInt8], at length: Int) throws(HistoryError) {
    let file = unsafe open(path, O_WRONLY | O_CREAT | O_CLOEXEC, 0o600)
    guard file >= 0 else { throw unwritable() }
    defer { close(file) }
    guard ftruncate(file, length) == 0, lseek(file, length, SEEK_SET) == length else { throw unwritable() }
    do throws(HistoryError) {
      try write(text, to: file)
    } catch {
      _ = ftruncate(file, length)
      throw error
    }
  }

  private func write(_ text: [UInt8], to file: CInt) throws(HistoryError) {
    var at = 0
    while at < text.count {
      let written = unsafe text.withUnsafeBytes { bytes in
        unsafe Glibc.write(file, bytes.baseAddress.map { unsafe $0 + at }, bytes.count - at)
      }
      guard written > 0 else { throw unwritable() }
      at += written
    }
    guard fsync(file) == 0 else { throw unwritable() }
  }

  private func unwritable() -> HistoryError {
    HistoryError(
      code: .unwritable, path: path, line: 0,
      message: "cannot be written (errno \(errno)); free its disk, or mend its permissions")
  }
}
