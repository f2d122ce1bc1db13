import Basics
import FoundationEssentials

/// A secret that the configuration names by the variable or the file that it is in. Blocks on the disk.
enum SecretText {
  /// Largest file, in bytes.
  private static let bytesMax = 65_536

  /// Nil if neither is named.
  static func read(env: String?, file: String?, _ key: String) throws(LoadProblem) -> Redacted<String>? {
    if let env {
      guard let value = ProcessInfo.processInfo.environment[env], !value.isEmpty else {
        throw LoadProblem("policy", ["\(key): the variable \(env) is not set"])
      }
      return Redacted(value)
    }
    guard let file else { return nil }
    do throws(FileError) {
      let bytes = try FileBytes.read(file, bytesMax: bytesMax)
      let trimmed = bytes.drop { $0 <= 0x20 }.reversed().drop { $0 <= 0x20 }.reversed()
      return Redacted(String(decoding: Array(trimmed), as: UTF8.self))
    } catch {
      throw LoadProblem("policy", error)
    }
  }
}
