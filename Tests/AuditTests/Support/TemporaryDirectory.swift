import Audit
import FoundationEssentials

/// A directory of a test's own, gone with it.
final class TemporaryDirectory: Sendable {
  let path: String

  init() throws {
    path = FileManager.default.temporaryDirectory.path + "/audit-tests-\(UUID().uuidString)"
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  var log: String { path + "/audit.jsonl" }

  func names() throws -> [String] { try FileManager.default.contentsOfDirectory(atPath: path).sorted() }

  func bytes(_ name: String = "audit.jsonl") throws -> [UInt8] {
    guard let data = FileManager.default.contents(atPath: "\(path)/\(name)") else {
      throw Missing(name: name)
    }
    return [UInt8](data)
  }

  func write(_ bytes: [UInt8], to name: String = "audit.jsonl") throws {
    try Data(bytes).write(to: URL(fileURLWithPath: "\(path)/\(name)"))
  }

  func remove(_ name: String) throws { try FileManager.default.removeItem(atPath: "\(path)/\(name)") }

  /// The lines of a file without their line ends; all of them are whole.
  func lines(_ name: String = "audit.jsonl") throws -> [[UInt8]] {
    try bytes(name).split(separator: 0x0a, omittingEmptySubsequences: false).dropLast().map(Array.init)
  }

  struct Missing: Error { let name: String }
}
