import FoundationEssentials
import FuzzEntries
import Testing

/// What a fuzzer once found is read again, and some bytes that it never saw.
@Suite("Fuzz") struct ReplayTests {
  private static let folder = URL(filePath: #filePath).resolvingSymlinksInPath()
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent().appending(path: "Fuzz")

  private static func failures(of entry: FuzzEntry) -> [(name: String, bytes: [UInt8])] {
    let failures = folder.appending(path: "\(entry.rawValue)/failures").path(percentEncoded: false)
    let names = (try? FileManager.default.contentsOfDirectory(atPath: failures)) ?? []
    return names.filter { !$0.hasPrefix(".") }.sorted().compactMap { name in
      FileManager.default.contents(atPath: "\(failures)/\(name)").map { (name, Array($0)) }
    }
  }

  @Test(arguments: FuzzEntry.allCases)
  func `inputs that failed once are read without harm`(_ entry: FuzzEntry) {
    for failure in Self.failures(of: entry) {
      #expect(entry.violation(by: failure.bytes) == nil, "\(entry.rawValue)/failures/\(failure.name)")
    }
  }

  @Test(arguments: FuzzEntry.allCases)
  func `bytes without meaning are read without harm`(_ entry: FuzzEntry) {
    var state: UInt64 = 0x9E37_79B9_7F4A_7C15
    for length in 0..<200 {
      let bytes = (0..<length).map { _ in
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return UInt8(truncatingIfNeeded: state >> 56)
      }
      #expect(entry.violation(by: bytes) == nil, "\(entry.rawValue), \(length) bytes")
    }
  }
}
