import Detection
import FoundationEssentials
import Testing

@Suite("Cached databases") struct DatabaseCacheTests {
  private let text = Array(("key AKIA" + "Q7ZL2MNB4XWTV6RC").utf8)

  private func withDirectory(_ body: (String) throws -> Void) throws {
    let path = FileManager.default.temporaryDirectory.appending(
      path: "detection-\(UInt64.random(in: 0 ... .max))"
    ).path
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: path) }
    try body(path)
  }

  @Test func aCachedEngineFindsWhatAFreshOneFinds() throws {
    try withDirectory { directory in
      let rules = try Rules.read("secrets.yaml")
      let cache = DatabaseCache(directory: directory)
      let fresh = try DetectionEngine(rules: rules, profile: .requests, cache: cache)
      let files = try FileManager.default.contentsOfDirectory(atPath: directory)
      #expect(files.count == 1)
      let cached = try DetectionEngine(rules: rules, profile: .requests, cache: cache)
      let scratch = ScanScratch()
      for rule in rules {
        for positive in rule.positives {
          let bytes = Array(positive.utf8)
          #expect(fresh.scan(text: bytes, scratch: scratch) == cached.scan(text: bytes, scratch: scratch))
        }
      }
    }
  }

  @Test func damagedOrForeignFilesAreMadeAnew() throws {
    try withDirectory { directory in
      let rules = try Rules.read("secrets.yaml").filter { $0.id == "aws-access-key-id" }
      let cache = DatabaseCache(directory: directory)
      _ = try DetectionEngine(rules: rules, profile: .requests, cache: cache)
      let file = try #require(FileManager.default.contentsOfDirectory(atPath: directory).first)
      let path = "\(directory)/\(file)"
      let good = try [UInt8](Data(contentsOf: URL(filePath: path)))
      var flipped = good
      flipped[good.count / 2] ^= 1
      for bad in [flipped, Array(good.prefix(40)), [], Array(repeating: 0xff, count: 64)] {
        try Data(bad).write(to: URL(filePath: path))
        let engine = try DetectionEngine(rules: rules, profile: .requests, cache: cache)
        #expect(engine.scan(text: text, scratch: ScanScratch()).count == 1)
        #expect(try [UInt8](Data(contentsOf: URL(filePath: path))) == good)
      }
    }
  }

  @Test func aDirectoryThatCannotBeWrittenCostsNothingButTime() throws {
    let rules = try Rules.read("secrets.yaml").filter { $0.id == "aws-access-key-id" }
    let cache = DatabaseCache(directory: "/nonexistent/place")
    let engine = try DetectionEngine(rules: rules, profile: .requests, cache: cache)
    #expect(engine.scan(text: text, scratch: ScanScratch()).count == 1)
  }
}
