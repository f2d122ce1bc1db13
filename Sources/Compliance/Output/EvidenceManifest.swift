import Basics
import Crypto
import FoundationEssentials

/// The checksums of every file of a directory, in the form that `sha256sum --check` reads: digest, two blanks, path,
/// ordered by path.
struct EvidenceManifest {
  static let name = "MANIFEST.sha256"
  static let signatureName = "MANIFEST.sig"
  static let keyName = "signer.pub.pem"
  /// Larger files are no evidence of ours, in bytes. 64 MiB.
  static let fileBytesMax = 64 << 20
  /// Files that a directory may hold.
  static let filesMax = 100_000

  let bytes: [UInt8]
  /// Digests in hexadecimal, by path.
  let digests: [String: String]

  /// Reads every file below `directory`.
  init(of directory: String) throws(ComplianceError) {
    var digests: [String: String] = [:]
    for path in try Self.files(in: directory) {
      do throws(FileError) {
        digests[path] = Digest256(of: try FileBytes.read("\(directory)/\(path)", bytesMax: Self.fileBytesMax)).hex
      } catch {
        throw ComplianceError(.fileFailed, "\(error).")
      }
    }
    self.digests = digests
    let lines = digests.sorted { $0.key < $1.key }.map { "\($0.value)  \($0.key)\n" }
    bytes = Array(lines.joined().utf8)
  }

  /// Reads a manifest; nil if it is none.
  init?(_ bytes: [UInt8]) {
    guard let text = String(validating: bytes, as: UTF8.self), text.utf8.last == 0x0A else { return nil }
    var digests: [String: String] = [:]
    for line in text.dropLast().split(separator: "\n", omittingEmptySubsequences: false) {
      let digest = String(line.prefix(64))
      let path = String(line.dropFirst(66))
      guard Digest256(hex: digest) != nil, line.dropFirst(64).hasPrefix("  "), !path.isEmpty, !path.hasPrefix("/"),
        !path.split(separator: "/").contains(".."), digests.updateValue(digest, forKey: path) == nil
      else { return nil }
    }
    self.bytes = bytes
    self.digests = digests
  }

  /// The paths below `directory` that a manifest covers: all but the manifest and its signature.
  private static func files(in directory: String) throws(ComplianceError) -> [String] {
    guard let all = try? FileManager.default.subpathsOfDirectory(atPath: directory), all.count <= filesMax else {
      throw ComplianceError(.fileFailed, "\(directory) cannot be listed, or holds more than \(filesMax) files.")
    }
    return all.filter { path in
      var isDirectory = false
      _ = FileManager.default.fileExists(atPath: "\(directory)/\(path)", isDirectory: &isDirectory)
      return !isDirectory && path != name && path != signatureName
    }.sorted()
  }
}
