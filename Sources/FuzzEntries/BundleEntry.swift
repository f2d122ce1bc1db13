import Policy
import Rego

/// Reads a bundle: the bytes as they are, and as the contents of an archive whose sums are right.
enum BundleEntry {
  private static let limits = ArchiveLimits(unpackedBytesMax: 1 << 20, fileBytesMax: 1 << 18, entriesMax: 64)

  static func violation(by bytes: [UInt8]) -> String? {
    for archive in [bytes, StoredArchive.gzip(StoredArchive.tar(bytes))] {
      guard let bundle = try? PolicyArchive(name: "fuzz", archive: archive, verifier: nil, limits: limits) else {
        continue
      }
      let outside = bundle.modules.first { $0.path.split(separator: "/").contains("..") }
      if let outside { return "a path climbs out: \(outside.path)" }
    }
    return nil
  }
}
